#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// The limits of this process, set before a stranger's file is opened.
enum ProcessLimits {
    /// **Bounds:** past the memory, allocations fail; past the CPU time, the system ends the
    /// process; past the written bytes, writes to files fail. No core is dumped.
    static func set(
        memoryBytes: UInt64, cpuSeconds: UInt64, writtenBytes: UInt64
    ) throws(Refusal) {
        try limit(RLIMIT_AS, memoryBytes, "memory")
        // The soft limit comes first and says by its signal what it was.
        try limit(RLIMIT_CPU, cpuSeconds, "CPU time", hard: cpuSeconds + 2)
        // Without its signal, a write past the limit is an error that libhdf5 tells.
        _ = signal(SIGXFSZ, SIG_IGN)
        try limit(RLIMIT_FSIZE, writtenBytes, "file size")
        try limit(RLIMIT_CORE, 0, "core size")
    }

    /// From here on, nothing can be opened: no external file, no other part, no plug-in.
    static func openNoMoreFiles() throws(Refusal) {
        let next = dup(0)
        guard next >= 0 else { throw refused("files") }
        close(next)
        try limit(RLIMIT_NOFILE, UInt64(next), "files")
    }

    static func exit(code: Int32) -> Never { _exit(code) }

    #if canImport(Darwin)
        private typealias Resource = Int32
    #else
        private typealias Resource = __rlimit_resource
    #endif

    private static func limit(
        _ resource: Resource, _ value: UInt64, _ name: String, hard: UInt64? = nil
    ) throws(Refusal) {
        var limits = rlimit(rlim_cur: rlim_t(value), rlim_max: rlim_t(hard ?? value))
        #if canImport(Darwin)
            let status = unsafe setrlimit(resource, &limits)
        #else
            let status = unsafe setrlimit(__rlimit_resource_t(resource.rawValue), &limits)
        #endif
        guard status == 0 else { throw refused(name) }
    }

    private static func refused(_ name: String) -> Refusal {
        Refusal(
            path: "", what: "limit", expected: "a limit of \(name) to be set",
            got: unsafe String(cString: strerror(errno)))
    }
}
