internal import BigInt
internal import Cryptography
internal import GatewayNetwork
internal import Trials

/// The hardened gateway, as an arena looks at it.
final class HardenedGateway: AttackedGateway {
    let system: GatewaySystem

    init(_ system: GatewaySystem) {
        self.system = system
    }

    var profile: Profile { system.profile }
    var surfaces: [Surface] { system.surfaces }
    var guards: [Guard] { system.guards }
    var head: String { system.head }
    var stateDigest: Digest { system.stateDigest }
    var heartbeat: [Reply.Message] { system.heartbeat }

    func submit(
        _ bytes: [UInt8], to surface: Surface, from source: Source, at clock: LogicalClock
    ) throws -> Reply {
        try system.submit(bytes, to: surface, from: source, at: clock)
    }

    // MARK: Values

    var receiptCount: Int { system.receipts.count }
    var voteCount: Int { system.votes.count }
    var settlementCount: Int { system.settlements.count }

    var receipts: [GatewayView.Receipt] {
        system.receipts.map {
            GatewayView.Receipt(bytes: $0.bytes, id: $0.id, chainHash: $0.chainHash)
        }
    }

    var votes: [[UInt8]] { system.votes.map(\.bytes) }

    var settlements: [GatewayView.Settlement] {
        system.settlements.map { settlement in
            GatewayView.Settlement(
                bytes: settlement.bytes, epoch: settlement.snapshot.epoch,
                root: settlement.snapshot.root,
                payouts: settlement.payouts.map {
                    GatewayView.Payout(node: $0.node, address: $0.address, amount: $0.amount)
                })
        }
    }

    var tallies: [GatewayView.Tally] {
        system.tallies.map {
            GatewayView.Tally(epoch: $0.epoch, root: $0.root, weight: $0.weight)
        }
    }

    var mints: [GatewayView.Mint] { [] }
    var epochs: [GatewayView.Epoch] { [] }
    var accounts: [(user: String, balance: Int)] {
        system.accounts.map { ($0.user, $0.balance) }
    }
    var furtherLines: [String] { system.accounts.map { "account \($0)" } }
    var balances: [(address: String, amount: BigInt)] { system.balances }
    var peers: [Source] { system.peers }
    var storeDocument: [UInt8] { system.storeDocument }

    func signatureVerificationCount(from source: Source) -> Int {
        system.signatureVerificationCount(from: source)
    }
}
