/// Names of commands, IPMI 2.0 appendix G, lower case with underscores.
extension IPMI {
  /// The standard's name of a command of a network function.
  static func commandName(_ function: UInt8, _ command: UInt8) -> String? {
    commandNames[UInt16(function & ~1) << 8 | UInt16(command)]
  }

  /// By network function of the request and command.
  private static let commandNames: [UInt16: String] = [
    // Chassis.
    0x0000: "get_chassis_capabilities", 0x0001: "get_chassis_status", 0x0002: "chassis_control",
    0x0003: "chassis_reset", 0x0004: "chassis_identify", 0x0005: "set_chassis_capabilities",
    0x0006: "set_power_restore_policy", 0x0007: "get_system_restart_cause",
    0x0008: "set_system_boot_options", 0x0009: "get_system_boot_options",
    0x000a: "set_front_panel_button_enables", 0x000b: "set_power_cycle_interval",
    0x000f: "get_poh_counter",
    // Sensor and event.
    0x0400: "set_event_receiver", 0x0401: "get_event_receiver", 0x0402: "platform_event",
    0x0410: "get_pef_capabilities", 0x0411: "arm_pef_postpone_timer",
    0x0412: "set_pef_configuration_parameters", 0x0413: "get_pef_configuration_parameters",
    0x0414: "set_last_processed_event_id", 0x0415: "get_last_processed_event_id",
    0x0416: "alert_immediate", 0x0417: "pet_acknowledge", 0x0420: "get_device_sdr_info",
    0x0421: "get_device_sdr", 0x0422: "reserve_device_sdr_repository",
    0x0423: "get_sensor_reading_factors", 0x0424: "set_sensor_hysteresis",
    0x0425: "get_sensor_hysteresis", 0x0426: "set_sensor_threshold",
    0x0427: "get_sensor_threshold", 0x0428: "set_sensor_event_enable",
    0x0429: "get_sensor_event_enable", 0x042a: "rearm_sensor_events",
    0x042b: "get_sensor_event_status", 0x042d: "get_sensor_reading",
    0x042e: "set_sensor_type", 0x042f: "get_sensor_type",
    0x0430: "set_sensor_reading_and_event_status",
    // Application.
    0x0601: "get_device_id", 0x0602: "cold_reset", 0x0603: "warm_reset",
    0x0604: "get_self_test_results", 0x0605: "manufacturing_test_on",
    0x0606: "set_acpi_power_state", 0x0607: "get_acpi_power_state", 0x0608: "get_device_guid",
    0x0609: "get_netfn_support", 0x060a: "get_command_support",
    0x060b: "get_command_sub_function_support", 0x060c: "get_configurable_commands",
    0x0622: "reset_watchdog_timer", 0x0624: "set_watchdog_timer", 0x0625: "get_watchdog_timer",
    0x062e: "set_bmc_global_enables", 0x062f: "get_bmc_global_enables",
    0x0630: "clear_message_flags", 0x0631: "get_message_flags",
    0x0632: "enable_message_channel_receive", 0x0633: "get_message", 0x0634: "send_message",
    0x0635: "read_event_message_buffer", 0x0637: "get_system_guid",
    0x0638: "get_channel_authentication_capabilities", 0x0639: "get_session_challenge",
    0x063a: "activate_session", 0x063b: "set_session_privilege_level", 0x063c: "close_session",
    0x063d: "get_session_info", 0x063f: "get_authcode", 0x0640: "set_channel_access",
    0x0641: "get_channel_access", 0x0642: "get_channel_info", 0x0643: "set_user_access",
    0x0644: "get_user_access", 0x0645: "set_user_name", 0x0646: "get_user_name",
    0x0647: "set_user_password", 0x0648: "activate_payload", 0x0649: "deactivate_payload",
    0x064a: "get_payload_activation_status", 0x064b: "get_payload_instance_info",
    0x064c: "set_user_payload_access", 0x064d: "get_user_payload_access",
    0x064e: "get_channel_payload_support", 0x064f: "get_channel_payload_version",
    0x0650: "get_channel_oem_payload_info", 0x0652: "master_write_read",
    0x0654: "get_channel_cipher_suites", 0x0655: "suspend_resume_payload_encryption",
    0x0656: "set_channel_security_keys", 0x0657: "get_system_interface_capabilities",
    0x0658: "set_system_info_parameters", 0x0659: "get_system_info_parameters",
    0x0660: "set_command_enables", 0x0661: "get_command_enables",
    // Storage.
    0x0a10: "get_fru_inventory_area_info", 0x0a11: "read_fru_data", 0x0a12: "write_fru_data",
    0x0a20: "get_sdr_repository_info", 0x0a21: "get_sdr_repository_allocation_info",
    0x0a22: "reserve_sdr_repository", 0x0a23: "get_sdr", 0x0a24: "add_sdr",
    0x0a25: "partial_add_sdr", 0x0a26: "delete_sdr", 0x0a27: "clear_sdr_repository",
    0x0a28: "get_sdr_repository_time", 0x0a29: "set_sdr_repository_time",
    0x0a2a: "enter_sdr_repository_update_mode", 0x0a2b: "exit_sdr_repository_update_mode",
    0x0a2c: "run_initialization_agent", 0x0a40: "get_sel_info",
    0x0a41: "get_sel_allocation_info", 0x0a42: "reserve_sel", 0x0a43: "get_sel_entry",
    0x0a44: "add_sel_entry", 0x0a45: "partial_add_sel_entry", 0x0a46: "delete_sel_entry",
    0x0a47: "clear_sel", 0x0a48: "get_sel_time", 0x0a49: "set_sel_time",
    0x0a5a: "get_auxiliary_log_status", 0x0a5b: "set_auxiliary_log_status",
    0x0a5c: "get_sel_time_utc_offset", 0x0a5d: "set_sel_time_utc_offset",
    // Transport.
    0x0c01: "set_lan_configuration_parameters", 0x0c02: "get_lan_configuration_parameters",
    0x0c03: "suspend_bmc_arps", 0x0c04: "get_ip_udp_rmcp_statistics",
    0x0c10: "set_serial_modem_configuration", 0x0c11: "get_serial_modem_configuration",
    0x0c12: "set_serial_modem_mux", 0x0c20: "sol_activating",
    0x0c21: "set_sol_configuration_parameters", 0x0c22: "get_sol_configuration_parameters",
  ]
}
