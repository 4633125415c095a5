package s6j.front.importer;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import s6j.front.toml.Nearest;

/** The directives there are, and what can be done about those that are not carried over. */
final class UnitDirectives {
  private static final String UNIT =
      "Description Documentation Wants Requires Requisite BindsTo PartOf Upholds Conflicts Before"
          + " After OnFailure OnSuccess PropagatesReloadTo ReloadPropagatedFrom PropagatesStopTo"
          + " StopPropagatedFrom JoinsNamespaceOf RequiresMountsFor WantsMountsFor OnFailureJobMode"
          + " OnSuccessJobMode IgnoreOnIsolate StopWhenUnneeded RefuseManualStart RefuseManualStop"
          + " AllowIsolate DefaultDependencies SurviveFinalKillSignal CollectMode FailureAction"
          + " SuccessAction FailureActionExitStatus SuccessActionExitStatus JobTimeoutSec"
          + " JobRunningTimeoutSec JobTimeoutAction JobTimeoutRebootArgument StartLimitIntervalSec"
          + " StartLimitInterval StartLimitBurst StartLimitAction RebootArgument SourcePath";
  private static final String CONDITIONS =
      "Architecture Firmware Virtualization Host KernelCommandLine KernelVersion Version"
          + " Credential Environment Security Capability ACPower NeedsUpdate FirstBoot PathExists"
          + " PathExistsGlob PathIsDirectory PathIsSymbolicLink PathIsMountPoint PathIsReadWrite"
          + " PathIsEncrypted DirectoryNotEmpty FileNotEmpty FileIsExecutable User Group"
          + " ControlGroupController Memory CPUs CPUFeature OSRelease MemoryPressure CPUPressure"
          + " IOPressure";
  private static final String SERVICE =
      "Type ExitType RemainAfterExit GuessMainPID PIDFile BusName ExecStart ExecStartPre"
          + " ExecStartPost ExecCondition ExecReload ExecReloadPost ExecStop ExecStopPost RestartSec"
          + " RestartSteps RestartMaxDelaySec TimeoutStartSec TimeoutStopSec TimeoutAbortSec"
          + " TimeoutSec TimeoutStartFailureMode TimeoutStopFailureMode RuntimeMaxSec"
          + " RuntimeRandomizedExtraSec WatchdogSec Restart RestartMode SuccessExitStatus"
          + " RestartPreventExitStatus RestartForceExitStatus RootDirectoryStartOnly NonBlocking"
          + " NotifyAccess Sockets FileDescriptorStoreMax FileDescriptorStorePreserve"
          + " USBFunctionDescriptors USBFunctionStrings OOMPolicy OpenFile ReloadSignal"
          + " PermissionsStartOnly KillMode KillSignal RestartKillSignal SendSIGHUP SendSIGKILL"
          + " FinalKillSignal WatchdogSignal";
  private static final String EXEC =
      "ExecSearchPath WorkingDirectory RootDirectory RootImage RootImageOptions RootHash"
          + " RootVerity MountAPIVFS ProtectProc ProcSubset BindPaths BindReadOnlyPaths MountImages"
          + " ExtensionImages ExtensionDirectories User Group DynamicUser SupplementaryGroups"
          + " SetLoginEnvironment PAMName CapabilityBoundingSet AmbientCapabilities NoNewPrivileges"
          + " SecureBits SELinuxContext AppArmorProfile SmackProcessLabel LimitCPU LimitFSIZE"
          + " LimitDATA LimitSTACK LimitCORE LimitRSS LimitNOFILE LimitAS LimitNPROC LimitMEMLOCK"
          + " LimitLOCKS LimitSIGPENDING LimitMSGQUEUE LimitNICE LimitRTPRIO LimitRTTIME UMask"
          + " CoredumpFilter KeyringMode OOMScoreAdjust TimerSlackNSec Personality IgnoreSIGPIPE"
          + " Nice CPUSchedulingPolicy CPUSchedulingPriority CPUSchedulingResetOnFork CPUAffinity"
          + " NUMAPolicy NUMAMask IOSchedulingClass IOSchedulingPriority ProtectSystem ProtectHome"
          + " RuntimeDirectory StateDirectory CacheDirectory LogsDirectory ConfigurationDirectory"
          + " RuntimeDirectoryMode StateDirectoryMode CacheDirectoryMode LogsDirectoryMode"
          + " ConfigurationDirectoryMode RuntimeDirectoryPreserve TimeoutCleanSec ReadWritePaths"
          + " ReadOnlyPaths InaccessiblePaths ExecPaths NoExecPaths TemporaryFileSystem PrivateTmp"
          + " PrivateDevices PrivateNetwork NetworkNamespacePath PrivateIPC IPCNamespacePath"
          + " PrivatePIDs PrivateUsers ProtectHostname ProtectClock ProtectKernelTunables"
          + " ProtectKernelModules ProtectKernelLogs ProtectControlGroups RestrictAddressFamilies"
          + " RestrictFileSystems RestrictNamespaces LockPersonality MemoryDenyWriteExecute"
          + " RestrictRealtime RestrictSUIDSGID RemoveIPC PrivateMounts MountFlags"
          + " SystemCallFilter SystemCallErrorNumber SystemCallArchitectures SystemCallLog"
          + " Environment EnvironmentFile PassEnvironment UnsetEnvironment StandardInput"
          + " StandardOutput StandardError StandardInputText StandardInputData LogLevelMax"
          + " LogExtraFields LogRateLimitIntervalSec LogRateLimitBurst LogFilterPatterns"
          + " LogNamespace SyslogIdentifier SyslogFacility SyslogLevel SyslogLevelPrefix TTYPath"
          + " TTYReset TTYVHangup TTYRows TTYColumns TTYVTDisallocate LoadCredential"
          + " LoadCredentialEncrypted ImportCredential SetCredential SetCredentialEncrypted"
          + " UtmpIdentifier UtmpMode ReadWriteDirectories ReadOnlyDirectories"
          + " InaccessibleDirectories";
  private static final String CONTROL =
      "Slice Delegate DisableControllers CPUAccounting CPUWeight StartupCPUWeight CPUQuota"
          + " CPUQuotaPeriodSec AllowedCPUs StartupAllowedCPUs AllowedMemoryNodes MemoryAccounting"
          + " MemoryMin MemoryLow MemoryHigh MemoryMax MemorySwapMax MemoryZSwapMax MemoryLimit"
          + " TasksAccounting TasksMax IOAccounting IOWeight StartupIOWeight IODeviceWeight"
          + " IOReadBandwidthMax IOWriteBandwidthMax IOReadIOPSMax IOWriteIOPSMax"
          + " IODeviceLatencyTargetSec IPAccounting IPAddressAllow IPAddressDeny DeviceAllow"
          + " DevicePolicy ManagedOOMSwap ManagedOOMMemoryPressure ManagedOOMPreference CPUShares"
          + " BlockIOAccounting BlockIOWeight IPIngressFilterPath IPEgressFilterPath SocketBindAllow SocketBindDeny"
          + " RestrictNetworkInterfaces NFTSet MemoryPressureWatch MemoryPressureThresholdSec";
  private static final String TIMER =
      "OnActiveSec OnBootSec OnStartupSec OnUnitActiveSec OnUnitInactiveSec OnCalendar AccuracySec"
          + " RandomizedDelaySec RandomizedOffsetSec FixedRandomDelay OnClockChange OnTimezoneChange"
          + " DeferReactivation Unit Persistent WakeSystem RemainAfterElapse";
  private static final String SOCKET =
      "ListenStream ListenDatagram ListenSequentialPacket ListenFIFO ListenSpecial ListenNetlink"
          + " ListenMessageQueue ListenUSBFunction SocketProtocol BindIPv6Only Backlog BindToDevice"
          + " SocketUser SocketGroup SocketMode DirectoryMode Accept Writable FlushPending"
          + " MaxConnections MaxConnectionsPerSource KeepAlive KeepAliveTimeSec"
          + " KeepAliveIntervalSec KeepAliveProbes NoDelay Priority DeferAcceptSec ReceiveBuffer"
          + " SendBuffer IPTOS IPTTL Mark ReusePort SmackLabel SmackLabelIPIn SmackLabelIPOut"
          + " SELinuxContextFromNet PipeSize MessageQueueMaxMessages MessageQueueMessageSize FreeBind"
          + " Transparent Broadcast PassCredentials PassSecurity PassPacketInfo Timestamping"
          + " TCPCongestion ExecStartPre ExecStartPost ExecStopPre ExecStopPost TimeoutSec Service"
          + " RemoveOnStop Symlinks FileDescriptorName TriggerLimitIntervalSec TriggerLimitBurst";
  private static final String INSTALL = "Alias WantedBy RequiredBy UpheldBy Also DefaultInstance";

  /** By section, the directives there are. */
  static final TreeMap<String, TreeSet<String>> KNOWN = new TreeMap<>();

  static {
    KNOWN.put("Unit", set(UNIT));
    for (String condition : CONDITIONS.split(" ")) {
      KNOWN.get("Unit").add("Condition" + condition);
      KNOWN.get("Unit").add("Assert" + condition);
    }
    KNOWN.put("Service", set(SERVICE + " " + EXEC + " " + CONTROL));
    KNOWN.put("Timer", set(TIMER));
    KNOWN.put(
        "Path",
        set(
            "PathExists PathExistsGlob PathChanged PathModified DirectoryNotEmpty Unit MakeDirectory"
                + " DirectoryMode TriggerLimitIntervalSec TriggerLimitBurst"));
    KNOWN.put("Socket", set(SOCKET));
    KNOWN.put("Install", set(INSTALL));
  }

  /** Why directives are left out, and what does the same: a reason, and who has it. */
  private static final String REASONS =
      """
      only for people: Documentation SourcePath
      nothing is needed without being said: DefaultDependencies
      needs of targets are their contents, and order is that of what is in them: After Before
      a target has its contents alone; conflicts, part-of or on-failure of what is in it: \
        Conflicts PartOf OnFailure Requires Wants Requisite BindsTo Upholds
      its supervisor does it in finish, with s6-rc: OnSuccess
      rc reload of both: PropagatesReloadTo ReloadPropagatedFrom
      one confine.private-network of both is not to be had; unshare and nsenter in run: \
        JoinsNamespaceOf
      file systems are mounted before the tree starts; else a oneshot that mounts, and needs: \
        RequiresMountsFor WantsMountsFor
      whoever starts and stops is asked for nothing: OnFailureJobMode OnSuccessJobMode CollectMode \
        IgnoreOnIsolate RefuseManualStart RefuseManualStop AllowIsolate SurviveFinalKillSignal
      s6-rc -p change stops what nothing wants: StopWhenUnneeded
      finish may call the machine's reboot or halt: FailureAction SuccessAction \
        FailureActionExitStatus SuccessActionExitStatus RebootArgument StartLimitAction \
        JobTimeoutAction JobTimeoutRebootArgument
      timeouts.up: JobTimeoutSec JobRunningTimeoutSec
      restart.deaths and restart.within: StartLimitIntervalSec StartLimitInterval StartLimitBurst
      kill = "tree" ends all processes; follow waits for the eldest: ExitType
      what has ended counts as up until it is stopped: RemainAfterExit
      s6-background-watch takes the pid from the file, and follow takes the eldest: GuessMainPID
      only with Type=forking; a daemon is best told to stay in the foreground: PIDFile
      readiness.check asks whether it is there: BusName
      a second command in reload: ExecReloadPost
      timeouts.kill: TimeoutAbortSec
      down-signal is sent first, then KILL: TimeoutStartFailureMode TimeoutStopFailureMode \
        FinalKillSignal
      a daemon with readiness.watchdog; else a health check: WatchdogSec
      the watchdog sends the down-signal: WatchdogSignal
      run-at-most of a daemon, always the same: RuntimeMaxSec RuntimeRandomizedExtraSec
      a restart is seen as down and up: RestartMode
      restart.give-up-codes: SuccessExitStatus RestartPreventExitStatus RestartForceExitStatus
      restart of a daemon: Restart RestartSec RestartSteps RestartMaxDelaySec
      kill of a daemon: KillMode KillSignal SendSIGKILL
      rc reload: ReloadSignal
      down-signal, for restarts as well: RestartKillSignal
      a script down that sends HUP behind the down-signal: SendSIGHUP
      without RootDirectory it means nothing: RootDirectoryStartOnly RootImageOptions
      the daemon sets O_NONBLOCK itself: NonBlocking
      any process of the service may notify: NotifyAccess
      the socket of the daemon says by Service which it is: Sockets
      s6-fdholder-store and s6-fdholder-retrieve in run: FileDescriptorStoreMax \
        FileDescriptorStorePreserve
      a redirection in run: OpenFile StandardInput StandardInputText StandardInputData
      mounted in run by mount and unshare -m: USBFunctionDescriptors USBFunctionStrings \
        MountImages ExtensionImages ExtensionDirectories BindPaths BindReadOnlyPaths \
        TemporaryFileSystem PrivateMounts MountFlags MountAPIVFS
      User and "+" before ExecStartPre: PermissionsStartOnly
      chroot in run: RootDirectory RootImage RootHash RootVerity
      hidepid of /proc for the whole machine: ProtectProc ProcSubset
      confine.hidden for what is in /dev: PrivateDevices
      confine.hidden, or owner and mode of the device: DeviceAllow DevicePolicy
      confine.read-only, hidden or landlock: ExecPaths NoExecPaths RestrictFileSystems
      ip netns exec in run: NetworkNamespacePath
      unshare --ipc in run: PrivateIPC IPCNamespacePath
      unshare --pid --fork in run: PrivatePIDs
      unshare --user in run: PrivateUsers
      rules of nftables for the user: IPAddressAllow IPAddressDeny IPIngressFilterPath \
        IPEgressFilterPath SocketBindAllow SocketBindDeny RestrictNetworkInterfaces NFTSet
      environment HOME, USER, LOGNAME and SHELL by login: SetLoginEnvironment
      runuser -l or su in run opens a session of PAM: PAMName
      setpriv --selinux-label in run: SELinuxContext
      setpriv --apparmor-profile in run: AppArmorProfile
      a label written to /proc/self/attr/current in run: SmackProcessLabel
      keyctl session in run: KeyringMode
      setarch in run: Personality
      numactl in run: NUMAPolicy NUMAMask
      a finish script that calls ipcrm: RemoveIPC
      strace where it is asked for: SystemCallLog
      echo 1 >/proc/self/timerslack_ns in run: TimerSlackNSec
      services have the environment of the supervision tree: PassEnvironment
      the log has the name of the service: SyslogIdentifier SyslogFacility SyslogLevel \
        SyslogLevelPrefix LogNamespace LogExtraFields
      logger.script selects lines, and sets sizes: LogLevelMax LogRateLimitIntervalSec \
        LogRateLimitBurst LogFilterPatterns
      a terminal is opened by a getty, or by setsid --ctty in run: TTYPath TTYReset TTYVHangup \
        TTYRows TTYColumns TTYVTDisallocate
      utmp is written by s6-linux-init and by a getty: UtmpIdentifier UtmpMode
      credentials.load of the plain file: LoadCredentialEncrypted SetCredentialEncrypted \
        ImportCredential
      a directory of a service is removed by people: TimeoutCleanSec
      limits.memory, for each process by itself: MemoryMax MemoryLimit
      limits.processes, for the user: TasksMax
      a control group made before the tree starts, with cpu.max, memory.high or io.max in it: \
        CPUQuota CPUQuotaPeriodSec MemoryHigh MemorySwapMax MemoryZSwapMax IOReadBandwidthMax \
        IOWriteBandwidthMax IOReadIOPSMax IOWriteIOPSMax MemoryMin MemoryLow AllowedMemoryNodes \
        StartupAllowedCPUs IODeviceWeight IODeviceLatencyTargetSec
      taskset in run: AllowedCPUs
      nice in run: CPUWeight StartupCPUWeight CPUShares
      ionice in run: IOWeight StartupIOWeight BlockIOWeight
      services are in the group of the tree: Slice Delegate DisableControllers CPUAccounting \
        MemoryAccounting TasksAccounting IOAccounting IPAccounting BlockIOAccounting
      the kernel alone ends what takes too much memory: OOMPolicy ManagedOOMSwap \
        ManagedOOMMemoryPressure ManagedOOMPreference MemoryPressureWatch \
        MemoryPressureThresholdSec
      say in which bundles the other is: Also
      the delay is another at each start: FixedRandomDelay RandomizedOffsetSec
      a jump of the clock is seen by calendars anyway: OnClockChange OnTimezoneChange
      nothing wakes the machine; rtcwake: WakeSystem
      a timer goes on with the service: RemainAfterElapse DeferReactivation
      timer.exists of each path: PathExistsGlob
      a oneshot of mkdir that it needs: MakeDirectory DirectoryMode
      a socket is looked at again as soon as the service ends: TriggerLimitIntervalSec \
        TriggerLimitBurst
      the daemon opens it itself: ListenSequentialPacket ListenFIFO ListenSpecial ListenNetlink \
        ListenMessageQueue ListenUSBFunction SocketProtocol Writable PipeSize \
        MessageQueueMaxMessages MessageQueueMessageSize
      an address of IPv6 in listen is one of IPv6 alone: BindIPv6Only
      the daemon sets it on the descriptor itself: KeepAlive KeepAliveTimeSec KeepAliveIntervalSec \
        KeepAliveProbes NoDelay Priority DeferAcceptSec ReceiveBuffer SendBuffer IPTOS IPTTL Mark \
        ReusePort FreeBind Transparent Broadcast PassCredentials PassSecurity PassPacketInfo \
        Timestamping TCPCongestion BindToDevice FlushPending SmackLabel SmackLabelIPIn \
        SmackLabelIPOut SELinuxContextFromNet
      listen.each, for all sources together: MaxConnections MaxConnectionsPerSource
      listen of what is a stream or a datagram: SocketMode SocketUser SocketGroup FileDescriptorName
      a oneshot that the service needs: ExecStartPre ExecStartPost ExecStopPre ExecStopPost \
        TimeoutSec
      the socket is removed before it is made: RemoveOnStop
      a oneshot of ln -s that the service needs: Symlinks
      """;

  /** By name, why it is left out. */
  static final TreeMap<String, String> HINTS = new TreeMap<>();

  static {
    for (String line : REASONS.strip().split("\n")) {
      int colon = line.lastIndexOf(": ");
      for (String name : line.substring(colon + 2).strip().split(" +"))
        HINTS.put(name, line.substring(0, colon));
    }
  }

  /** What keeps a process from doing harm. */
  private static final TreeSet<String> PROTECTION =
      set(
          "MountAPIVFS ProtectProc ProcSubset BindReadOnlyPaths SELinuxContext AppArmorProfile"
              + " SmackProcessLabel KeyringMode ProtectSystem ProtectHome ReadWritePaths"
              + " ReadOnlyPaths InaccessiblePaths ExecPaths NoExecPaths TemporaryFileSystem"
              + " PrivateTmp PrivateDevices PrivateNetwork NetworkNamespacePath PrivateIPC"
              + " IPCNamespacePath PrivatePIDs PrivateUsers ProtectHostname ProtectClock"
              + " ProtectKernelTunables ProtectKernelModules ProtectKernelLogs ProtectControlGroups"
              + " RestrictAddressFamilies RestrictFileSystems RestrictNamespaces LockPersonality"
              + " MemoryDenyWriteExecute RestrictRealtime RestrictSUIDSGID RemoveIPC PrivateMounts"
              + " SystemCallFilter SystemCallErrorNumber SystemCallArchitectures"
              + " ReadWriteDirectories ReadOnlyDirectories InaccessibleDirectories MemoryHigh"
              + " MemoryMax MemorySwapMax MemoryZSwapMax MemoryLimit TasksMax CPUQuota"
              + " IOReadBandwidthMax IOWriteBandwidthMax IOReadIOPSMax IOWriteIOPSMax"
              + " IPAddressAllow IPAddressDeny DeviceAllow DevicePolicy IPIngressFilterPath"
              + " IPEgressFilterPath SocketBindAllow SocketBindDeny RestrictNetworkInterfaces"
              + " NFTSet LoadCredentialEncrypted SetCredentialEncrypted");

  /** Without them a process is in other places, or has other rights, than it is to have. */
  private static final TreeSet<String> RIGHTS = set("RootDirectory RootImage RootHash RootVerity");

  /** What a service does without them is the same. */
  private static final TreeSet<String> WITHOUT_EFFECT =
      set(
          "Slice CPUAccounting MemoryAccounting TasksAccounting IOAccounting IPAccounting"
              + " BlockIOAccounting SyslogIdentifier SyslogFacility SyslogLevel SyslogLevelPrefix"
              + " LogLevelMax LogExtraFields LogRateLimitIntervalSec LogRateLimitBurst"
              + " LogNamespace CollectMode IgnoreOnIsolate RefuseManualStart RefuseManualStop"
              + " AllowIsolate DefaultDependencies SurviveFinalKillSignal GuessMainPID"
              + " TimerSlackNSec UtmpIdentifier UtmpMode OnFailureJobMode OnSuccessJobMode"
              + " StopWhenUnneeded Also PassEnvironment OOMPolicy CPUWeight StartupCPUWeight CPUShares IOWeight"
              + " StartupIOWeight BlockIOWeight Delegate FileDescriptorStoreMax RootDirectoryStartOnly"
              + " MemoryPressureWatch MemoryPressureThresholdSec ManagedOOMSwap"
              + " ManagedOOMMemoryPressure ManagedOOMPreference TimeoutCleanSec CoredumpFilter"
              + " DisableControllers LogFilterPatterns RootImageOptions FixedRandomDelay"
              + " RemoveOnStop TriggerLimitIntervalSec TriggerLimitBurst NoDelay KeepAlive"
              + " RemainAfterElapse WakeSystem DeferReactivation");

  private static final TreeSet<String> FOR_PEOPLE = set("Documentation SourcePath Description");

  /** Values that ask for nothing. */
  private static final TreeSet<String> NOTHING = set("no false off 0 n f infinity none default");

  private UnitDirectives() {}

  /** Whether a directive may be said several times, each time for something more. */
  private static boolean isList(String name) {
    return name.matches(
        ".*(Paths|Directories|Filter|Families|Allow|Deny|Interfaces|FileSystems|Max|Credential|Also)"
            + "|Conflicts|OnFailure|OnSuccess|PartOf|Documentation|Propagates.*|.*From|.*Namespaces"
            + "|Condition.*|Assert.*|Exec.*|Sockets|PassEnvironment|JoinsNamespaceOf|.*MountsFor"
            + "|After|Before|SystemCallArchitectures|LogExtraFields|MountImages|BindPaths");
  }

  /** Tells of all that was said with a key that nobody asked for. */
  static void tellLeft(
      String key,
      List<Span> names,
      List<Span> values,
      ImportReport report,
      ImportSettings settings) {
    int last = names.size() - 1;
    boolean isList = last >= 0 && isList(names.get(last).text);
    for (int i = isList ? 0 : Math.max(last, 0); i <= last; i++)
      tellLeft(key, names.get(i), values.get(i), report, settings);
  }

  private static TreeSet<String> set(String names) {
    return new TreeSet<>(List.of(names.split(" ")));
  }

  /** {@code key} is SECTION.KEY. */
  private static void tellLeft(
      String key, Span name, Span value, ImportReport report, ImportSettings settings) {
    String section = key.substring(0, key.length() - name.text.length() - 1);
    String line = name + "=" + value;
    TreeSet<String> known = KNOWN.get(section);
    if (known == null && section.startsWith("X-"))
      report.tell(
          ImportReport.Rank.PEOPLE,
          name.place(),
          "[" + section + "] " + line,
          "for other programs");
    else if (known == null)
      report.left(
          name.place(),
          "[" + section + "] " + line + ": unknown section",
          Nearest.hint(section, KNOWN.keySet()));
    else if (known.contains(name.text)) tellKnown(name, value, report, settings);
    else if (name.text.startsWith("X-"))
      report.tell(ImportReport.Rank.PEOPLE, name.place(), line, "for other programs");
    else report.left(name.place(), line + ": unknown directive", near(section, name.text));
  }

  private static void tellKnown(
      Span name, Span value, ImportReport report, ImportSettings settings) {
    String line = name.text + "=" + value;
    boolean isCondition = name.text.matches("(Condition|Assert).*");
    String hint = HINTS.getOrDefault(name.text, isCondition ? "a condition with a command" : "");
    boolean isNothing = NOTHING.contains(value.text.toLowerCase(java.util.Locale.ROOT));
    boolean isFlag = !List.of("RestrictAddressFamilies", "OnFailure").contains(name.text);
    if (RIGHTS.contains(name.text)) report.tooWeak(name.place(), line, hint, settings);
    else if (isNothing && isFlag && isHarmless(name.text)) return;
    else if (PROTECTION.contains(name.text)) report.weaker(name.place(), line, hint);
    else if (FOR_PEOPLE.contains(name.text))
      report.tell(ImportReport.Rank.PEOPLE, name.place(), line, hint);
    else if (WITHOUT_EFFECT.contains(name.text))
      report.tell(ImportReport.Rank.REST, name.place(), line, hint);
    else report.left(name.place(), line, hint);
  }

  /** Whether a value that asks for nothing says what is so anyway. */
  private static boolean isHarmless(String name) {
    return PROTECTION.contains(name)
        || WITHOUT_EFFECT.contains(name)
        || List.of("IgnoreOnIsolate", "WatchdogSec", "RuntimeMaxSec", "PAMName").contains(name);
  }

  private static String near(String section, String name) {
    for (String known : KNOWN.get(section))
      if (known.equalsIgnoreCase(name)) return "did you mean " + known + "?";
    String near = Nearest.hint(name, KNOWN.get(section));
    if (!near.isEmpty()) return near;
    for (Map.Entry<String, TreeSet<String>> other : KNOWN.entrySet())
      if (other.getValue().contains(name)) return "it belongs into [" + other.getKey() + "]";
    return "";
  }
}
