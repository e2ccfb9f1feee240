import Foundation

/// Facts about this machine and this process, for people; nothing here reaches a result.
public enum Machine {
    /// How many threads can run at once: as many as the processors that this process may use, by
    /// its affinity and its control group's quota.
    public static var coreCount: Int {
        let allowed =
            ThisProcess.allowedProcessorCount ?? ProcessInfo.processInfo.activeProcessorCount
        return min(allowed, ProcessorQuota.count ?? allowed)
    }

    public static var memoryBytes: Int { Int(ProcessInfo.processInfo.physicalMemory) }

    /// The largest resident memory of this process so far, in bytes; nil where the system does not
    /// tell.
    public static var memoryBytesPeak: Int? {
        #if canImport(Darwin)
            var usage = rusage()
            guard unsafe getrusage(RUSAGE_SELF, &usage) == 0 else { return nil }
            return Int(usage.ru_maxrss)
        #else
            // getrusage includes the memory of the process that started this one.
            guard let text = try? String(contentsOfFile: "/proc/self/status", encoding: .utf8),
                let peak = value(of: "VmHWM", in: text)?.split(separator: " ").first
            else { return nil }
            return Int(peak).map { $0 * 1024 }
        #endif
    }

    /// Gives back memory that is no longer used, which an allocator may keep for its next use.
    /// Worthwhile where much was used that is not used again.
    public static func releaseUnusedMemory() { ThisProcess.releaseUnusedMemory() }

    public static var operatingSystem: String {
        ProcessInfo.processInfo.operatingSystemVersionString
    }

    public static var architecture: String {
        #if arch(x86_64)
            "x86_64"
        #elseif arch(arm64)
            "arm64"
        #else
            "other"
        #endif
    }

    /// The processor's name and its features that kernels use, where Linux tells them.
    public static var processor: (name: String?, features: [String]) {
        guard let text = try? String(contentsOfFile: "/proc/cpuinfo", encoding: .utf8) else {
            return (nil, [])
        }
        let wanted = [
            "sse4_1", "avx2", "fma", "avx512f", "avx512_vnni", "avx_vnni", "amx_int8", "asimd",
            "asimddp", "i8mm",
        ]
        let name = value(of: "model name", in: text)
        let flags = (value(of: "flags", in: text) ?? value(of: "Features", in: text) ?? "")
            .split(separator: " ")
        return (name, wanted.filter { wanted in flags.contains { $0 == wanted } })
    }

    private static func value(of key: String, in text: String) -> String? {
        for line in text.split(separator: "\n") where line.hasPrefix(key) {
            guard let colon = line.firstIndex(of: ":") else { continue }
            return line[line.index(after: colon)...].trimmingCharacters(in: .whitespaces)
        }
        return nil
    }

    /// The wall clock.
    public static var secondsSince1970: Int { Int(time(nil)) }

    /// Where the running program lies, links followed; also where there is no `/proc`.
    public static var executablePath: String {
        #if canImport(Darwin)
            let path = Bundle.main.executablePath ?? ThisProcess.startedName ?? ""
        #else
            let path =
                realPath("/proc/self/exe") == nil
                ? ThisProcess.startedName ?? "" : "/proc/self/exe"
        #endif
        return realPath(path) ?? path
    }

    private static func realPath(_ path: String) -> String? {
        guard let text = unsafe realpath(path, nil) else { return nil }
        defer { unsafe free(text) }
        return unsafe String(cString: text)
    }

    public static func environment(_ name: String) -> String? {
        ProcessInfo.processInfo.environment[name]
    }

    /// "NAME=value" of each variable, in their order.
    static var environmentTexts: [String] {
        ProcessInfo.processInfo.environment.map { "\($0.key)=\($0.value)" }.sorted()
    }

    public static var currentFolder: String { FileManager.default.currentDirectoryPath }
}
