import Platform

/// The locales that the C library has, as `locale -a` tells them; none where nobody tells.
enum Locales {
    static var installed: [String] {
        guard
            let child = try? ChildProcess(
                program: "/bin/sh", arguments: ["-c", "locale -a"], silenceSeconds: 5,
                deadlineSeconds: 5, variables: ["PATH"]),
            let listed = try? child.output(byteCountMax: 1 << 20)
        else { return [] }
        return String(decoding: listed.bytes, as: UTF8.self).split(separator: "\n")
            .map(String.init)
    }
}
