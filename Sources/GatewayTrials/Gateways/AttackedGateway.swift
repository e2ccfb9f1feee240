internal import BigInt
internal import Trials

/// A gateway of one profile, with all that arenas and referees look at as values.
protocol AttackedGateway: SystemUnderTest, AnyObject {
    var receiptCount: Int { get }
    var voteCount: Int { get }
    var settlementCount: Int { get }
    /// By position.
    var receipts: [GatewayView.Receipt] { get }
    /// Votes that are kept, each in one form.
    var votes: [[UInt8]] { get }
    /// Requests to settle an epoch that were taken, in their order.
    var settlements: [GatewayView.Settlement] { get }
    var tallies: [GatewayView.Tally] { get }
    /// Tokens that were made, in their order; none in `hardened`, whose settlements pay.
    var mints: [GatewayView.Mint] { get }
    /// By id; none in `hardened`.
    var epochs: [GatewayView.Epoch] { get }
    /// Users by key, with what they have.
    var accounts: [(user: String, balance: Int)] { get }
    /// Lines of all else that it serves.
    var furtherLines: [String] { get }
    /// By address, in the order of their first payment.
    var balances: [(address: String, amount: BigInt)] { get }
    /// Connections that the gateway tells of receipts.
    var peers: [Source] { get }
    /// The content of its disk, as the surface `store` takes it.
    var storeDocument: [UInt8] { get }
    /// Signatures verified for a source since the gateway started.
    func signatureVerificationCount(from source: Source) -> Int
}
