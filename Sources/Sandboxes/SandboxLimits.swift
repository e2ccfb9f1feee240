/// The limits of a sandboxed process and of all that it starts.
package struct SandboxLimits: Sendable {
    /// CPU time of each process.
    package var cpuSeconds = 10
    /// From start to end, the time of those who talk with it included.
    package var wallSeconds = 600
    /// Address space of each process; of all together where a control group can be made.
    package var memoryByteCount = 512 << 20
    package var processCount = 32
    package var descriptorCount = 64
    package var fileByteCount = 16 << 20
    /// All of `/tmp`, at level ``IsolationLevel/namespaces``; there is no other place to write.
    package var scratchByteCount = 64 << 20
    /// Bytes on standard output.
    package var outputByteCount = 64 << 20
    /// Bytes of standard error that are kept.
    package var messageByteCount = 64 << 10

    package static let standard = SandboxLimits()

    /// Options of the launcher.
    var arguments: [String] {
        [
            ("--cpu-seconds", cpuSeconds), ("--wall-seconds", wallSeconds),
            ("--memory-bytes", memoryByteCount), ("--processes", processCount),
            ("--descriptors", descriptorCount), ("--file-bytes", fileByteCount),
            ("--scratch-bytes", scratchByteCount),
        ].flatMap { [$0.0, "\($0.1)"] }
    }
}
