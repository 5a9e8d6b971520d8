/// What OpenSSL 3.0 sends over TCP as client and as server, of a certificate made for these tests.
enum TLSSamples {
  /// ClientHello of `s_client -tls1_2 -servername bmc-7.example -alpn http/1.1`.
  static let client12 = bytes(
    """
    16 03 01 00 dc 01 00 00 d8 03 03 80 e2 2f e5 40 94 45 ef 2b 68 47 c2 a1 b2 f9 5f 12 54 f9
    b6 53 2f 55 49 fd a7 d8 34 b2 64 97 2e 00 00 38 c0 2c c0 30 00 9f cc a9 cc a8 cc aa c0 2b
    c0 2f 00 9e c0 24 c0 28 00 6b c0 23 c0 27 00 67 c0 0a c0 14 00 39 c0 09 c0 13 00 33 00 9d
    00 9c 00 3d 00 3c 00 35 00 2f 00 ff 01 00 00 77 00 00 00 12 00 10 00 00 0d 62 6d 63 2d 37
    2e 65 78 61 6d 70 6c 65 00 0b 00 04 03 00 01 02 00 0a 00 0c 00 0a 00 1d 00 17 00 1e 00 19
    00 18 00 23 00 00 00 10 00 0b 00 09 08 68 74 74 70 2f 31 2e 31 00 16 00 00 00 17 00 00 00
    0d 00 2a 00 28 04 03 05 03 06 03 08 07 08 08 08 09 08 0a 08 0b 08 04 08 05 08 06 04 01 05
    01 06 01 03 03 03 01 03 02 04 02 05 02 06 02
    """)

  /// ServerHello and Certificate that answer it, in two records.
  static let server12 = bytes(
    """
    16 03 03 00 41 02 00 00 3d 03 03 b5 18 20 69 39 fc 79 92 a4 c0 07 26 69 5b 34 41 f4 9b 18
    9d 8f 3f a2 54 9f eb 18 01 a8 dc 6a 73 00 c0 2c 00 00 15 ff 01 00 01 00 00 0b 00 04 03 00
    01 02 00 23 00 00 00 17 00 00 16 03 03 02 14 0b 00 02 10 00 02 0d 00 02 0a 30 82 02 06 30
    82 01 ac a0 03 02 01 02 02 02 7f 01 30 0a 06 08 2a 86 48 ce 3d 04 03 02 30 4d 31 0b 30 09
    06 03 55 04 06 13 02 44 45 31 16 30 14 06 03 55 04 0a 0c 0d 45 78 61 6d 70 6c 65 2c 20 49
    6e 63 2e 31 0e 30 0c 06 03 55 04 0b 0c 05 52 61 63 6b 73 31 16 30 14 06 03 55 04 03 0c 0d
    62 6d 63 2d 37 2e 65 78 61 6d 70 6c 65 30 20 17 0d 32 36 31 31 32 31 31 35 32 39 33 35 5a
    18 0f 32 30 35 31 30 37 31 33 31 35 32 39 33 35 5a 30 4d 31 0b 30 09 06 03 55 04 06 13 02
    44 45 31 16 30 14 06 03 55 04 0a 0c 0d 45 78 61 6d 70 6c 65 2c 20 49 6e 63 2e 31 0e 30 0c
    06 03 55 04 0b 0c 05 52 61 63 6b 73 31 16 30 14 06 03 55 04 03 0c 0d 62 6d 63 2d 37 2e 65
    78 61 6d 70 6c 65 30 59 30 13 06 07 2a 86 48 ce 3d 02 01 06 08 2a 86 48 ce 3d 03 01 07 03
    42 00 04 ed 1a 14 b8 00 84 a9 22 61 02 c3 a2 b3 8f 93 68 30 0b 61 ea 64 2c ae f5 48 e5 b2
    70 74 11 cd dd 34 76 6e c7 a4 8f 87 28 8d 93 04 47 cf d8 4f 8b 3c e1 05 9d e4 d4 39 77 4c
    2d 58 06 ad 98 c0 f6 a3 7a 30 78 30 1d 06 03 55 1d 0e 04 16 04 14 d6 12 71 92 17 d5 9f 32
    e4 a3 de 87 00 7d e5 13 e0 d1 e9 5d 30 1f 06 03 55 1d 23 04 18 30 16 80 14 d6 12 71 92 17
    d5 9f 32 e4 a3 de 87 00 7d e5 13 e0 d1 e9 5d 30 0f 06 03 55 1d 13 01 01 ff 04 05 30 03 01
    01 ff 30 25 06 03 55 1d 11 04 1e 30 1c 82 0d 62 6d 63 2d 37 2e 65 78 61 6d 70 6c 65 82 05
    62 6d 63 2d 37 87 04 c0 00 02 07 30 0a 06 08 2a 86 48 ce 3d 04 03 02 03 48 00 30 45 02 20
    55 3c 2b 20 0b 9e 71 9f 02 ff 57 22 cc c2 78 80 e3 19 90 db 12 57 08 bf 57 06 3e fa ce eb
    19 e2 02 21 00 a3 b8 00 77 b5 e7 6e 8f 81 fe 90 8e c4 a1 9b 53 c0 67 97 e8 9d ff 6c 2b 85
    07 95 eb 3b a5 00 68
    """)

  /// ClientHello of `s_client -tls1_3 -servername bmc-7.example`.
  static let client13 = bytes(
    """
    16 03 01 00 f2 01 00 00 ee 03 03 ce 24 7a 95 1b 8f 25 eb e9 57 ef be 21 fc d6 21 19 53 78
    b8 e8 e2 63 9d 94 6a 88 0c 5a 99 50 3f 20 e9 cf 65 97 11 b3 ea 77 2d 8f 02 a8 cd 7c 28 6d
    92 13 23 6d 93 f2 ea a9 35 b8 e2 6a a8 50 1f f8 00 08 13 02 13 03 13 01 00 ff 01 00 00 9d
    00 00 00 12 00 10 00 00 0d 62 6d 63 2d 37 2e 65 78 61 6d 70 6c 65 00 0b 00 04 03 00 01 02
    00 0a 00 16 00 14 00 1d 00 17 00 1e 00 19 00 18 01 00 01 01 01 02 01 03 01 04 00 23 00 00
    00 16 00 00 00 17 00 00 00 0d 00 1e 00 1c 04 03 05 03 06 03 08 07 08 08 08 09 08 0a 08 0b
    08 04 08 05 08 06 04 01 05 01 06 01 00 2b 00 03 02 03 04 00 2d 00 02 01 01 00 33 00 26 00
    24 00 1d 00 20 22 d3 ff 20 8e f5 6b 7e b9 89 34 e4 c8 c5 05 1d bd bf 86 9e f5 ab 74 d7 9a
    64 6a db e3 ee d3 5a
    """)

  /// ServerHello that answers it, and the ChangeCipherSpec that follows.
  static let server13 = bytes(
    """
    16 03 03 00 7a 02 00 00 76 03 03 a3 3b d3 27 2e 40 cc ae 12 0d 73 80 b4 1a 1a d1 12 c4 26
    78 cd ae c5 95 af ce 1c 15 85 9b eb 58 20 e9 cf 65 97 11 b3 ea 77 2d 8f 02 a8 cd 7c 28 6d
    92 13 23 6d 93 f2 ea a9 35 b8 e2 6a a8 50 1f f8 13 02 00 00 2e 00 2b 00 02 03 04 00 33 00
    24 00 1d 00 20 53 e8 56 ea e5 66 50 e0 62 ea 21 de d2 71 b2 30 d6 67 8f 22 8d ec 72 92 61
    3e 74 38 11 6f 41 72 14 03 03 00 01 01
    """)

  /// HelloRetryRequest of a server that wants P-384, and the ChangeCipherSpec that follows.
  static let retry = bytes(
    """
    16 03 03 00 58 02 00 00 54 03 03 cf 21 ad 74 e5 9a 61 11 be 1d 8c 02 1e 65 b8 91 c2 a2 11
    16 7a bb 8c 5e 07 9e 09 e2 c8 a8 33 9c 20 ad ab 0e 09 02 fd 5f 1c b0 5a 8a 0a 94 a5 2d 59
    c8 d9 57 ea 97 22 56 fc 61 e9 2f db 13 17 92 85 13 02 00 00 0c 00 2b 00 02 03 04 00 33 00
    02 00 18 14 03 03 00 01 01
    """)

  /// What a server of TLS 1.3 alone answers a client of TLS 1.2 alone.
  static let alert = bytes(
    """
    15 03 03 00 02 02 46
    """)
}
