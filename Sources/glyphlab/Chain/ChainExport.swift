import ArgumentParser
import Chains
import Platform

struct ChainExport: ParsableCommand, ChainWork {
    static let configuration = CommandConfiguration(
        commandName: "export",
        abstract: "Write a database's chain to a file.",
        discussion: """
            A JSON array of the blocks from genesis on: published ones as a published node sends \
            them, hardened ones as texts of hex.
            Example: glyphlab chain export --db chain.db --out chain.json
            """)

    @OptionGroup var database: DatabaseOption

    @Option(help: "The file to write.")
    var out: String

    func run() throws {
        try Outcome.ending {
            for suffix in ["", "-wal", "-journal"]
            where FileIdentity.isSame(out, database.db + suffix) {
                throw Failure(
                    outcome: .badInput, message: "out: expected another file than the database")
            }
            try OutputFile.check(out)
            return try run(on: try database.store(forReading: true), model: nil)
        }
    }

    func run<Rules: ChainRules>(_ node: ChainNode<Rules>) throws -> Outcome {
        let file = try OutputFile(path: out)
        for height in 0...node.height {
            let element = node.rules.documentElement(try node.blockBytes(atHeight: height))
            try file.append(Array((height == 0 ? "[" : ",\n").utf8) + element)
        }
        try file.append(Array("]\n".utf8))
        try file.finish()
        return .holds
    }
}
