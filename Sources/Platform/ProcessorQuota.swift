import Foundation

/// How many processors a control group's quota is worth: containers limit time, not cores.
enum ProcessorQuota {
    /// The smallest quota of this process's group and those above it, rounded up to whole
    /// processors; nil where there is none.
    static var count: Int? {
        let root = "/sys/fs/cgroup"
        var folders = [root]
        if let text = try? String(contentsOfFile: "/proc/self/cgroup", encoding: .utf8),
            let line = text.split(separator: "\n").first(where: { $0.hasPrefix("0::/") })
        {
            for name in line.dropFirst(4).split(separator: "/") {
                folders.append(folders[folders.count - 1] + "/" + name)
            }
        }
        return folders.compactMap { folder in
            (try? String(contentsOfFile: folder + "/cpu.max", encoding: .utf8)).flatMap(count)
        }.min()
    }

    /// From a `cpu.max`: microseconds allowed a period, or "max", and the period's microseconds.
    static func count(_ text: String) -> Int? {
        let words = text.split { $0 == " " || $0 == "\n" }
        guard words.count == 2, let allowed = Int(words[0]), let period = Int(words[1]),
            allowed > 0, period > 0, allowed <= 1 << 40
        else { return nil }
        return max(1, (allowed + period - 1) / period)
    }
}
