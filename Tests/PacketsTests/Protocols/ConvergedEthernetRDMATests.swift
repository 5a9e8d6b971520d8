import Testing

@testable import Packets

@Suite struct ConvergedEthernetRDMATests {
  /// A datagram behind a global route header, by hand.
  private static let datagram = bytes(
    """
    60 00 00 07 00 1c 1b 40  // GRH
    fe 80 00 00 00 00 00 00 00 00 00 00 00 00 00 01  // source
    fe 80 00 00 00 00 00 00 00 00 00 00 00 00 00 02  // destination
    64 40 ff ff 40 00 00 01 80 00 00 2a  // UD send
    80 01 00 00 00 00 00 01  // DETH
    00 00 00 00  // data
    00 00 00 00  // ICRC
    """)

  /// A write in UDP, by hand.
  private static let write = bytes(
    """
    0a e0 ff ff 80 00 12 34 80 00 00 07  // RDMA write only
    00 00 00 00 de ad be ef 00 00 10 01 00 00 00 04  // RETH
    01 02 03 04  // data
    00 00 00 00  // ICRC
    """)

  /// An acknowledgment in UDP, by hand.
  private static let acknowledge = bytes(
    """
    11 40 ff ff 00 00 00 11 00 00 00 07  // acknowledge
    1f 00 00 03  // AETH
    00 00 00 00  // ICRC
    """)

  @Test func datagramIsRead() {
    let reading = Reading(ConvergedEthernetRDMA.self, Self.datagram)
    #expect(reading.recognition == .certain)
    #expect(reading.fault == .none)
    let fields = reading.fields
    #expect(fields["flow_label"] == .number(7))
    #expect(fields["payload_length"] == .number(28))
    #expect(fields["hop_limit"] == .number(64))
    #expect(fields["source_gid"] == .address(IPAddress(high: 0xfe80000000000000, low: 1)))
    #expect(fields["destination_gid"] == .address(IPAddress(high: 0xfe80000000000000, low: 2)))
    #expect(fields["opcode"] == .number(100))
    #expect(fields["migration_state"] == .flag(true))
    #expect(fields["partition_key"] == .number(65535))
    #expect(fields["backward_explicit_congestion"] == .flag(true))
    #expect(fields["destination_queue_pair"] == .number(1))
    #expect(fields["acknowledge_request"] == .flag(true))
    #expect(fields["packet_sequence_number"] == .number(42))
    #expect(fields["queue_key"] == .number(2147549184))
    #expect(fields["source_queue_pair"] == .number(1))
  }

  @Test func writeIsRead() {
    let reading = Reading(ConvergedEthernetRDMA.self, Self.write, in: .udp)
    #expect(reading.recognition == .unsure)
    #expect(reading.fault == .none)
    let fields = reading.fields
    #expect(fields["source_gid"] == nil)
    #expect(fields["opcode"] == .number(10))
    #expect(fields["solicited_event"] == .flag(true))
    #expect(fields["pad_count"] == .number(2))
    #expect(fields["forward_explicit_congestion"] == .flag(true))
    #expect(fields["destination_queue_pair"] == .number(4660))
    #expect(fields["packet_sequence_number"] == .number(7))
    #expect(fields["virtual_address"] == .number(3735928559))
    #expect(fields["remote_key"] == .number(4097))
    #expect(fields["dma_length"] == .number(4))
  }

  @Test func acknowledgeIsRead() {
    let reading = Reading(ConvergedEthernetRDMA.self, Self.acknowledge, in: .udp)
    #expect(reading.recognition == .unsure)
    #expect(reading.fault == .none)
    let fields = reading.fields
    #expect(fields["opcode"] == .number(17))
    #expect(fields["syndrome"] == .number(31))
    #expect(fields["message_sequence_number"] == .number(3))
  }

  @Test func reservedBitsAreNotMine() {
    for (position, octet) in [(0, 0xe0), (0, 0x18), (1, 0x01), (4, 0x01), (8, 0x01)]
      as [(Int, UInt8)]
    {
      var other = Self.acknowledge
      other[position] = octet
      #expect(Reading(ConvergedEthernetRDMA.self, other, in: .udp).recognition == .notMine)
    }
    #expect(
      Reading(ConvergedEthernetRDMA.self, Array(Self.write.prefix(15)), in: .udp).recognition
        == .notMine)
  }

  @Test func otherNextHeaderIsNotMine() {
    var other = Self.datagram
    other[6] = 17
    #expect(Reading(ConvergedEthernetRDMA.self, other).recognition == .notMine)
    #expect(Reading(ConvergedEthernetRDMA.self, other).fault == .field)
  }

  @Test func whateverTheOctets() {
    expectTotal(ConvergedEthernetRDMA.self, Self.datagram)
    expectTotal(ConvergedEthernetRDMA.self, Self.write, in: .udp)
    expectTotal(ConvergedEthernetRDMA.self, Self.acknowledge, in: .udp)
  }
}
