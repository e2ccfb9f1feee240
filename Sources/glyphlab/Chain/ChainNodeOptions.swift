import ArgumentParser
import Encodings
import HardenedNode
import NodeServing
import Platform
import Serving

/// Whose node, and with which model.
struct ChainNodeOptions: ParsableArguments {
    @Option(help: "The rules of the chain: published or hardened.")
    var rules = RulesOption.published

    @Option(
        help: """
            The folder of a published node's five files, as the published program writes them; \
            made where there is none.
            """)
    var folder: String?

    @Option(help: "The database of a hardened node, a file; made where there is none.")
    var db: String?

    @OptionGroup var model: ModelOptions

    @Option(
        help: """
            URLs of peers, with commas between; a published node adds them to its peers file, a \
            hardened one never pushes them out.
            """)
    var peers = URLList.none

    @Option(help: "URLs of nodes that a new chain is asked from first, with commas between.")
    var seeds = URLList.none

    @Option(
        help: """
            The clock as BASE:RATE: seconds since 1970 when the command starts, and how many go \
            by in one; by default the machine's clock.
            """)
    var clock: ClockOption?

    @Option(
        help: """
            Hexadecimal digits that decide the random prompts and new wallets; by default the \
            machine's random numbers.
            """)
    var seed: ChanceSeedOption?

    @Option(help: "The least level of log lines: debug, info, warning or error.")
    var logLevel = LogLevelOption.info

    func validate() throws {
        switch rules {
        case .published:
            guard db == nil else {
                throw ValidationError("db: expected with --rules hardened, got --rules published")
            }
            guard let folder, !folder.isEmpty else {
                throw ValidationError("folder: expected with --rules published, got none")
            }
        case .hardened:
            guard folder == nil else {
                throw ValidationError(
                    "folder: expected with --rules published, got --rules hardened")
            }
            guard let db else {
                throw ValidationError("db: expected with --rules hardened, got none")
            }
            try DatabaseOption.check(db)
            for url in peers.urls + seeds.urls where ChainPeerURL.address(url) == nil {
                throw ValidationError(
                    "peers, seeds: expected http://HOST:PORT with --rules hardened, got \(url)")
            }
        }
    }

    /// The seed in hexadecimal digits.
    var seedText: String { seed?.digits ?? Self.machineSeed }

    /// A seed of the machine's random numbers, 256 bits in hexadecimal digits.
    static var machineSeed: String {
        var random = SystemRandomNumberGenerator()
        return Hexadecimal.text(
            of: (0..<4).flatMap { _ in
                let word = random.next()
                return (0..<8).map { UInt8(truncatingIfNeeded: word >> (8 * $0)) }
            })
    }

    var labClock: LabClock { LabClock(clock) }
}

/// Where a node listens.
struct NodeListenOptions: ParsableArguments {
    @Option(help: "The port that is served; 0 is any free one, which is printed.")
    var port = 9401

    @Option(help: "The numeric address that is served; 0.0.0.0 is every one of this machine.")
    var bind = ListeningAddress.loopback

    @Option(
        help: """
            A published node's port for people and their programs: a page on / and figures on \
            /metrics, which a hardened node has on its own port; 0 is any free one.
            """)
    var pagePort: Int?

    @Option(
        help: """
            The HOST:PORT by which a hardened node's peers reach it; by default the one that it \
            listens on, unless that is every address of this machine.
            """)
    var address: String?

    @Flag(help: "Let private addresses be a hardened node's peers, such as those of loopback.")
    var allowPrivate = false

    @Flag(help: "End when standard input ends, as with the program that started this.")
    var untilInputEnds = false

    func validate() throws {
        for (name, value) in [("port", port), ("page-port", pagePort ?? 0)]
        where !(0...65_535).contains(value) {
            throw ValidationError("\(name): expected 0 to 65535, got \(value)")
        }
        guard ListeningAddress(bracketed + ":0") != nil else {
            throw ValidationError("bind: expected a numeric address, got \(bind)")
        }
        if let address, NodeAddress(address) == nil {
            throw ValidationError("address: expected HOST:PORT, got \(address)")
        }
    }

    private var bracketed: String { bind.contains(":") ? "[\(bind)]" : bind }

    func listening(at port: Int) throws -> ListeningAddress {
        guard let address = ListeningAddress("\(bracketed):\(port)") else {
            throw Failure(outcome: .badInput, message: "bind: got \(bind)")
        }
        return address
    }
}

/// URLs with commas between.
struct URLList: ExpressibleByArgument {
    static let none = URLList(urls: [])
    private static let countMax = 64

    let urls: [String]

    init(urls: [String]) { self.urls = urls }

    /// Nil unless each is a URL of HTTP; none is a list, too.
    init?(argument: String) {
        let parts = argument.split(separator: ",").map { ServerURL(argument: String($0)) }
        guard parts.count <= Self.countMax, parts.allSatisfy({ $0 != nil }) else { return nil }
        urls = parts.compactMap { $0?.text }
    }

    var defaultValueDescription: String { urls.isEmpty ? "none" : urls.joined(separator: ",") }
}

/// The address in a hardened peer's URL.
enum ChainPeerURL {
    /// Nil for any other form than `http://HOST:PORT`.
    static func address(_ url: String) -> NodeAddress? {
        let scheme = "http://"
        guard url.hasPrefix(scheme) else { return nil }
        return NodeAddress(String(url.dropFirst(scheme.count)))
    }
}

/// Up to 64 bytes in hexadecimal digits.
struct ChanceSeedOption: ExpressibleByArgument {
    let digits: String

    init?(argument: String) {
        guard let bytes = Hexadecimal.bytes(of: argument), (1...64).contains(bytes.count) else {
            return nil
        }
        digits = Hexadecimal.text(of: bytes)
    }
}

enum LogLevelOption: String, ExpressibleByArgument, CaseIterable {
    case debug, info, warning, error

    var level: NodeLog.Level {
        switch self {
        case .debug: .debug
        case .info: .info
        case .warning: .warning
        case .error: .error
        }
    }
}
