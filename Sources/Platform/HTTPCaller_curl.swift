import CCurl
import Synchronization

/// Calls to other programs through libcurl, from any number of threads at a time. Connections are
/// kept for further calls; redirects are not followed, and no proxies are asked.
///
/// A kept connection that the other side has closed meanwhile is replaced: libcurl then sends the
/// request again, if not one byte of an answer had come.
public final class HTTPCaller: Sendable {
    /// Handles, each with its connections, that wait for a call.
    private static let keptHandleCountMax = 32
    /// Below the time after which servers close what is idle.
    private static let connectionSecondsMax = 15

    private let userAgent: String
    private let limits: HTTPCallLimits
    private let kept = Mutex<[KeptHandle]>([])

    public init(userAgent: String, limits: HTTPCallLimits) {
        self.userAgent = userAgent
        self.limits = limits
        Signals.failWrites()
    }

    /// Sends a request and waits for its answer; blocks.
    public func result(of call: HTTPCall) -> HTTPCallResult {
        guard let handle = kept.withLock({ $0.popLast() })?.handle ?? CurlHandle() else {
            return .unreachable(CurlHandle.noStart)
        }
        defer {
            let returned = KeptHandle(handle: handle)
            kept.withLock { if $0.count < Self.keptHandleCountMax { $0.append(returned) } }
        }
        let buffer = HTTPAnswerBuffer(byteCountMax: limits.answerByteCountMax)
        let response = HTTPResponse(buffer, followsRedirects: false)
        // Without an Expect field, libcurl would ask for leave before long bodies.
        let headers = call.method == .post ? ["Content-Type: application/json", "Expect:"] : []
        let (code, message) = unsafe handle.perform(
            call.url, headers: headers, userAgent: userAgent, response
        ) { handle in
            let method =
                unsafe call.method == .post
                ? call.body.withUnsafeBytes {
                    unsafe ccurl_set_body(handle, $0.baseAddress, $0.count)
                }
                : ccurl_set_integer(handle, CURLOPT_HTTPGET, 1)
            return unsafe [
                method,
                ccurl_set_text(handle, CURLOPT_PROXY, ""),
                ccurl_set_integer(handle, CURLOPT_TIMEOUT_MS, limits.milliseconds),
                ccurl_set_integer(
                    handle, CURLOPT_CONNECTTIMEOUT_MS, limits.connectMilliseconds),
                ccurl_set_integer(handle, CURLOPT_MAXAGE_CONN, Self.connectionSecondsMax),
            ]
        }
        let result = result(code, message, response, buffer)
        return result == .timedOut && !handle.hasSent ? .unreachable(message) : result
    }

    private func result(
        _ code: CURLcode, _ message: String, _ response: HTTPResponse, _ buffer: HTTPAnswerBuffer
    ) -> HTTPCallResult {
        if buffer.isTooLong {
            return .badAnswer("an answer of more than \(limits.answerByteCountMax) bytes")
        }
        switch response.stop {
        case .headersTooLarge?:
            return .badAnswer("headers of more than \(HTTPResponse.headerByteCountMax) bytes")
        case .receiver?, .redirect?, nil:
            break
        }
        switch CurlHandle.ending(code) {
        case .complete:
            guard let head = response.wholeHead else { return .badAnswer("no head") }
            return .answered(status: head.status, body: buffer.bytes)
        case .timedOut: return .timedOut
        case .badAnswer: return .badAnswer(message)
        case .stopped, .brokenOff, .cannotConnect, .tls, .failed: return .unreachable(message)
        }
    }
}

/// A handle on its way between the threads that use it, one after the other.
private struct KeptHandle: @unchecked Sendable {
    let handle: CurlHandle
}
