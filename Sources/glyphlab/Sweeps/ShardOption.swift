import ArgumentParser
import Clusters
import Fingerprints
import Platform

/// The value of `--shard`: a shard, or where the environment says which.
enum ShardOption: ExpressibleByArgument, CustomStringConvertible {
    case shard(PromptShard)
    /// The shard whose number a scheduler's environment holds (nil: any scheduler's), with the
    /// number of shards if it was given.
    case environment(ArrayScheduler?, count: Int?)

    init?(argument: String) {
        if let shard = PromptShard(argument) {
            self = .shard(shard)
            return
        }
        let parts = argument.split(separator: "/", omittingEmptySubsequences: false)
        let isKnown = parts[0] == Self.any || ArrayScheduler(rawValue: String(parts[0])) != nil
        guard isKnown, parts.count <= 2 else { return nil }
        let scheduler = ArrayScheduler(rawValue: String(parts[0]))
        guard parts.count == 2 else {
            self = .environment(scheduler, count: nil)
            return
        }
        // The same plain decimals as of a shard.
        guard let last = PromptShard("1/\(parts[1])") else { return nil }
        self = .environment(scheduler, count: last.count)
    }

    private static let any = "auto"

    /// **Throws:** ``ArrayTaskError`` where the environment does not say it.
    func resolved() throws -> PromptShard {
        switch self {
        case .shard(let shard): shard
        case .environment(let scheduler, let count):
            try ArrayTask(scheduler, variable: Machine.environment).shard(of: count)
        }
    }

    var description: String {
        switch self {
        case .shard(let shard): shard.description
        case .environment(let scheduler, let count):
            (scheduler?.rawValue ?? Self.any) + (count.map { "/\($0)" } ?? "")
        }
    }

    static let allValueStrings = ["I/N", "slurm", "slurm/N", "auto/N"]
}
