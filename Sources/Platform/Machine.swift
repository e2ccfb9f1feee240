import Foundation

/// Facts about this machine and this process, for people; nothing here reaches a result.
public enum Machine {
    public static var coreCount: Int { ProcessInfo.processInfo.activeProcessorCount }

    public static var memoryBytes: Int { Int(ProcessInfo.processInfo.physicalMemory) }

    /// The largest resident memory of this process so far, in bytes; nil where nobody tells.
    public static var memoryBytesPeak: Int? {
        #if canImport(Darwin)
            var usage = rusage()
            guard unsafe getrusage(RUSAGE_SELF, &usage) == 0 else { return nil }
            return Int(usage.ru_maxrss)
        #else
            // What getrusage tells begins with the memory of whoever started this process.
            guard let text = try? String(contentsOfFile: "/proc/self/status", encoding: .utf8),
                let peak = value(of: "VmHWM", in: text)?.split(separator: " ").first
            else { return nil }
            return Int(peak).map { $0 * 1024 }
        #endif
    }

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

    /// The wall clock, for those who judge by it.
    public static var secondsSince1970: Int { Int(time(nil)) }

    /// Where the running program lies, links followed.
    public static var executablePath: String {
        Bundle.main.executableURL?.resolvingSymlinksInPath().path ?? CommandLine.arguments[0]
    }

    public static func environment(_ name: String) -> String? {
        ProcessInfo.processInfo.environment[name]
    }

    public static var currentFolder: String { FileManager.default.currentDirectoryPath }

    /// Whether somebody watches standard error.
    public static var standardErrorIsTerminal: Bool { isatty(STDERR_FILENO) == 1 }

    public static var standardOutputIsTerminal: Bool { isatty(STDOUT_FILENO) == 1 }
}
