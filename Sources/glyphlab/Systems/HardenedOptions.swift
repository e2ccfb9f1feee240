import ArgumentParser
import GatewayNetwork
import Platform

/// The options of servers under the hardened rules.
struct HardenedOptions: ParsableArguments {
    @Option(help: "A hardened network's parties, a JSON file that all of them have; see above.")
    var network: String?

    @Option(
        help: "KEY=URL: the place of a hardened gateway's node; may be repeated.")
    var node: [String] = []

    @Option(help: "The minter's key file, for the hardened gateway that mints.")
    var minter: String?

    @Option(help: "The token's database, for the hardened gateway that mints.")
    var token: String?

    /// Whether nothing is said that only a gateway has.
    var isEmptyOfGateway: Bool { node.isEmpty && minter == nil && token == nil }

    func validate() throws {
        for text in node where Self.pair(text) == nil {
            throw ValidationError("node: expected KEY=http://ADDRESS, got \(text)")
        }
        guard (minter == nil) == (token == nil) else {
            throw ValidationError("minter, token: expected both or none")
        }
    }

    /// **Throws:** where the file is no network's.
    func parameters() throws -> GatewayParameters { try NetworkFile.parameters(network ?? "") }

    func nodes() -> [(name: String, url: String)] { node.compactMap(Self.pair) }

    func mint() -> HardenedGatewayServer.MintFiles? {
        guard let minter, let token else { return nil }
        return HardenedGatewayServer.MintFiles(minter: minter, token: token)
    }

    /// A key of base64 ends with the sign that separates: the URL begins behind the last `=` before
    /// `http`.
    private static func pair(_ text: String) -> (name: String, url: String)? {
        guard let range = text.firstRange(of: "=http"), range.lowerBound != text.startIndex else {
            return nil
        }
        return (String(text[..<range.lowerBound]), String(text[range.lowerBound...].dropFirst()))
    }
}
