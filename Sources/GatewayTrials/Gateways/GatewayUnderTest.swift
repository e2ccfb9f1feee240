internal import BigInt
package import Cryptography
internal import GatewayNetwork
package import Trials

/// A gateway as probes hold it: of either profile behind one face.
package final class GatewayUnderTest: SystemUnderTest {
    private var inside: any AttackedGateway

    init(_ inside: any AttackedGateway) {
        self.inside = inside
    }

    package var profile: Profile { inside.profile }
    package var surfaces: [Surface] { inside.surfaces }
    package var guards: [Guard] { inside.guards }
    package var head: String { inside.head }
    package var stateDigest: Digest { inside.stateDigest }
    package var heartbeat: [Reply.Message] { inside.heartbeat }

    package func submit(
        _ bytes: [UInt8], to surface: Surface, from source: Source, at clock: LogicalClock
    ) throws -> Reply {
        try inside.submit(bytes, to: surface, from: source, at: clock)
    }

    /// Nil for a published one.
    var hardened: GatewaySystem? { hardenedNetwork?.system }

    /// With its token and its part of the directory; nil for a published one.
    var hardenedNetwork: HardenedGateway? { inside as? HardenedGateway }

    /// Nil for a hardened one.
    var published: PublishedSystem? { inside as? PublishedSystem }

    // MARK: Values

    var receiptCount: Int { inside.receiptCount }
    var voteCount: Int { inside.voteCount }
    var settlementCount: Int { inside.settlementCount }

    var receipts: [GatewayView.Receipt] { inside.receipts }
    var votes: [[UInt8]] { inside.votes }
    var settlements: [GatewayView.Settlement] { inside.settlements }
    var tallies: [GatewayView.Tally] { inside.tallies }
    var mints: [GatewayView.Mint] { inside.mints }
    var epochs: [GatewayView.Epoch] { inside.epochs }
    var accounts: [(user: String, balance: Int)] { inside.accounts }
    var furtherLines: [String] { inside.furtherLines }
    var balances: [(address: String, amount: BigInt)] { inside.balances }
    func balance(of address: String) -> BigInt {
        balances.first { $0.address == address }?.amount ?? 0
    }
    var peers: [Source] { inside.peers }
    var storeDocument: [UInt8] { inside.storeDocument }
    func signatureVerificationCount(from source: Source) -> Int {
        inside.signatureVerificationCount(from: source)
    }

    /// Receipts, votes and settlements.
    var rowCount: Int { receiptCount + voteCount + settlementCount }
}
