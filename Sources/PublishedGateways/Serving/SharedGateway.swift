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
        gateway = try make(surroundings(turn))
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
            store.forgetFailure()
            let answer = gateway.answer(
                request, now: ClockReading.seconds(milliseconds: milliseconds))
            guard let failure = store.storageFailure else { return answer }
            return WebAnswer(
                status: Self.storageStatus, contentType: "text/plain; charset=utf-8",
                body: Array("the ledger cannot be written: \(failure)\n".utf8))
        }
    }

    /// Reads the gateway's state, which changes before and after, but not meanwhile.
    package func read<Value>(
        _ body: (PublishedGateway) throws(PythonError) -> Value
    ) throws(PythonError) -> Value {
        try turn.held { () throws(PythonError) in try body(gateway) }
    }
}
