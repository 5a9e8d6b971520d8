extension LinkLayerDiscovery {
  /// What TLVs that may stand anywhere have said so far.
  struct Gathered {
    /// Of IEEE 802.1.
    var bridging = Fields()
    /// Lists of IEEE 802.1.
    var bridgingLists = FieldLists()
    /// Of IEEE 802.3.
    var ethernet = Fields()
    /// Of LLDP-MED.
    var mediaEndpoint = Fields()
    /// Lists of LLDP-MED.
    var mediaEndpointLists = FieldLists()
    /// Of the exchange that was before IEEE 802.1Qaz.
    var exchange = Fields()
    /// Lists of the message itself.
    var lists = FieldLists()

    /// Adds everything, each organization's under its name.
    func add(to fields: inout Fields) {
      lists.add(to: &fields)
      var bridging = bridging
      bridgingLists.add(to: &bridging)
      var mediaEndpoint = mediaEndpoint
      mediaEndpointLists.add(to: &mediaEndpoint)
      if !bridging.isEmpty { fields.add("ieee_802_1", bridging) }
      if !ethernet.isEmpty { fields.add("ieee_802_3", ethernet) }
      if !mediaEndpoint.isEmpty { fields.add("lldp_med", mediaEndpoint) }
      if !exchange.isEmpty { fields.add("dcbx", exchange) }
    }
  }
}
