internal import PythonValues
package import Routing

/// The gateway behind a listener, whose clock counts milliseconds.
extension PublishedGateway: WebRouter {
    package func answer(_ request: WebRequest, atMilliseconds milliseconds: Int) -> WebAnswer {
        answer(request, now: PythonFloat(Double(milliseconds) / 1000))
    }
}
