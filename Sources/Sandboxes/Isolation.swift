internal import Platform

/// The isolation that this machine gives, found by trying.
package struct Isolation: Sendable {
    /// A level and the reason why it cannot be had; nil where it can.
    package struct Level: Sendable {
        package let level: IsolationLevel
        package let obstacle: String?
    }

    /// The strongest first.
    package let levels: [Level]
    /// Facts of the strongest level that works, such as "landlock 7".
    package let facts: [String]

    /// The strongest level that works; nil where not even limits can be set.
    package var strongest: IsolationLevel? { levels.first { $0.obstacle == nil }?.level }

    private static let silenceMilliseconds = 10_000

    /// Starts a program that does nothing at each level.
    package static func detected() -> Isolation {
        var (levels, facts): ([Level], [String]) = ([], [])
        for level in IsolationLevel.allCases.reversed() {
            let (obstacle, found) = attempt(level)
            if obstacle == nil, facts.isEmpty { facts = found }
            levels.append(Level(level: level, obstacle: obstacle))
        }
        if levels.first?.obstacle == nil { facts += bubblewrap.map { [$0] } ?? [] }
        return Isolation(levels: levels, facts: facts)
    }

    /// Its name and version, as it says them.
    private static var bubblewrap: String? {
        let places = ["/usr/bin/bwrap", "/usr/local/bin/bwrap", "/bin/bwrap"]
        guard let program = places.first(where: Folder.fileExists),
            let process = try? ChildProcess(
                program: program, arguments: ["--version"], silenceSeconds: 10,
                deadlineSeconds: 10),
            let bytes = try? process.output(byteCountMax: 100).bytes
        else { return nil }
        return String(decoding: bytes, as: UTF8.self).split(separator: "\n").first.map(String.init)
    }

    /// The launcher's reason and what bubblewrap has said on it.
    private static func reason(_ why: String, _ messages: [UInt8]) -> String {
        let said = String(decoding: messages.prefix(300), as: UTF8.self)
            .split(separator: "\n").first { $0.hasPrefix("bwrap: ") }
        return why + (said.map { ": \($0)" } ?? "")
    }

    private static func attempt(_ level: IsolationLevel) -> (obstacle: String?, facts: [String]) {
        var limits = SandboxLimits.standard
        limits.wallSeconds = 10
        do {
            let process = try SandboxedProcess(
                SandboxedProgram(words: ["/usr/bin/true"]), level: level, limits: limits)
            do throws(SandboxEnd) {
                _ = try process.line(
                    byteCountMax: 1_000, silenceMilliseconds: silenceMilliseconds)
                return ("it said something", [])
            } catch {
                process.finish()
                if error == .exited(code: 0) { return (nil, process.facts) }
                if case .refused(let why) = error { return (reason(why, process.messages), []) }
                return ("\(error)", [])
            }
        } catch {
            return ("\(error)", [])
        }
    }
}
