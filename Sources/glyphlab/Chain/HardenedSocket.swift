import NodeServing
import Routing
import Serving
import Synchronization

/// The listener of a hardened node, whose port is known before there is a node to answer.
final class HardenedSocket: Sendable {
    typealias Router = @Sendable (WebRequest, RequestOrigin) -> WebAnswer

    private let router: Gateway
    private let listener: Listener

    /// The router that comes later.
    private final class Gateway: Sendable {
        private let router = Mutex<Router?>(nil)

        func open(_ router: @escaping Router) { self.router.withLock { $0 = router } }

        func answer(_ request: WebRequest, _ origin: RequestOrigin) -> WebAnswer {
            guard let router = router.withLock({ $0 }) else {
                return WebAnswer(
                    status: 503, contentType: "text/plain; charset=utf-8",
                    body: Array("the node begins\n".utf8))
            }
            return router(request, origin)
        }
    }

    /// **Throws:** ``Failure`` where the address cannot be had.
    init(at address: ListeningAddress, limits: ServingLimits) throws {
        let router = Gateway()
        self.router = router
        do {
            listener = try Listener(at: address, limits: limits) { request, origin in
                router.answer(request, origin)
            }
        } catch {
            throw Failure(outcome: .badInput, message: "port, bind: \(error)")
        }
    }

    var address: ListeningAddress { listener.address }
    var connectionCount: Int { listener.connectionCount }

    func open(_ router: @escaping Router) { self.router.open(router) }

    /// Lets running requests end. **Result:** how many did not in time.
    func stop() -> Int { listener.stop() }
}
