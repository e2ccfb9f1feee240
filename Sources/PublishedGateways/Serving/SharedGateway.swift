package import Platform
package import PythonValues
package import Routing

/// A gateway for many threads: it answers one request at a time, and others only while a call of
/// its own is out, as the published program does with its one thread.
///
/// **Why @unchecked:** the gateway and its ledger are used by whoever has the turn.
package final class SharedGateway: WebRouter, @unchecked Sendable {
    /// The status of a request that the disk has no room for, or fails.
    package static let storageStatus = 507
    /// The status of all requests once the ledger is no more where it was.
    package static let goneStatus = 503

    private let turn: Turn
    private let gateway: PublishedGateway

    /// A gateway in surroundings that do not block: the turn is kept while calls are out.
    package init(_ gateway: PublishedGateway) {
        turn = Turn()
        self.gateway = gateway
    }

    /// - Parameters:
    ///   - surroundings: made of the turn that they give up while a call is out.
    ///   - make: makes the gateway in these surroundings.
    /// **Throws:** as `make` does.
    package init(
        surroundings: (Turn) -> any Surroundings,
        make: (any Surroundings) throws(PythonError) -> PublishedGateway
    ) throws(PythonError) {
        turn = Turn()
        let keeper = FailureKeeper(surroundings(turn))
        gateway = try make(keeper)
        keeper.store = gateway.ledger.store
    }

    /// A gateway that reaches nodes and peers by HTTP. **Throws:** as `make` does.
    package convenience init(
        caller: HTTPCaller,
        make: (any Surroundings) throws(PythonError) -> PublishedGateway
    ) throws(PythonError) {
        try self.init(
            surroundings: { NetworkSurroundings(caller: caller, turn: $0) }, make: make)
    }

    /// The gateway's answer; 507 and a plain text where the disk failed it, so that nobody takes
    /// for kept what is not.
    package func answer(_ request: WebRequest, atMilliseconds milliseconds: Int) -> WebAnswer {
        turn.held {
            let store = gateway.ledger.store
            guard !store.isGone else { return Self.gone }
            store.storageFailure = nil
            let answer = gateway.answer(
                request, now: ClockReading.seconds(milliseconds: milliseconds))
            guard !store.isGone else { return Self.gone }
            guard let failure = store.storageFailure else { return answer }
            return WebAnswer(
                status: Self.storageStatus, contentType: "text/plain; charset=utf-8",
                body: Array("the ledger cannot be written: \(failure)\n".utf8))
        }
    }

    private static let gone = WebAnswer(
        status: goneStatus, contentType: "text/plain; charset=utf-8",
        body: Array(
            "the ledger was moved, replaced or deleted while it was open: nothing is taken\n".utf8))

    /// Lets the ledger's file go. A program's end does not do it: threads may still have the
    /// gateway.
    package func letLedgerGo() { turn.held { gateway.ledger.store.letGo() } }

    /// Reads the gateway's state, which changes before and after, but not meanwhile.
    package func read<Value>(
        _ body: (PublishedGateway) throws(PythonError) -> Value
    ) throws(PythonError) -> Value {
        try turn.held { () throws(PythonError) in try body(gateway) }
    }
}

/// Surroundings in which a request keeps its own failures of the disk: others may be answered while
/// a call of its own is out, and have failures of theirs.
private final class FailureKeeper: Surroundings {
    private let surroundings: any Surroundings
    /// Nil until the gateway is made.
    var store: TableStore?

    init(_ surroundings: any Surroundings) {
        self.surroundings = surroundings
    }

    func answer(to call: OutgoingCall) -> CallAnswer {
        let failure = store?.storageFailure
        defer { store?.storageFailure = failure }
        return surroundings.answer(to: call)
    }

    func uniqueID() -> String { surroundings.uniqueID() }
}
