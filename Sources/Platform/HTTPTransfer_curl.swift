import CCurl
import Foundation

/// GET requests through libcurl, which also finds proxies (http_proxy, https_proxy, all_proxy,
/// no_proxy) in the environment.
public struct HTTPTransfer: HTTPTransport {
    private static let connectSecondsMax = 30

    private let userAgent: String
    private let silenceSeconds: Int

    /// - Parameter silenceSeconds: how long a server may send nothing. **Precondition:** ≥ 1.
    public init(userAgent: String, silenceSeconds: Int) {
        precondition(silenceSeconds >= 1, "\(silenceSeconds) s of silence")
        self.userAgent = userAgent
        self.silenceSeconds = silenceSeconds
    }

    /// Whether libcurl can read `text` as a URL.
    public static func isURL(_ text: String) -> Bool {
        CurlURL.resolved("", at: text) != nil
    }

    public func get(_ request: HTTPRequest, _ receiver: any HTTPReceiver) -> HTTPExchange {
        // libcurl, told to use no signals, leaves SIGPIPE to its caller: a connection that closes
        // must not end the process.
        Signals.failWrites()
        var url = request.url
        var redirectCount = 0
        while true {
            let response = HTTPResponse(receiver)
            let (code, message) = perform(url, request.range, response)
            func ended(_ ending: HTTPEnding, _ message: String) -> HTTPExchange {
                HTTPExchange(
                    head: response.wholeHead, effectiveURL: url,
                    receivedByteCount: response.receivedByteCount, ending: ending,
                    message: message)
            }
            switch response.stop {
            case .receiver?:
                return ended(.stopped, "")
            case .headersTooLarge?:
                return ended(
                    .badAnswer, "headers of more than \(HTTPResponse.headerByteCountMax) bytes")
            case .redirect(let location)?:
                guard let next = CurlURL.resolved(location, at: url) else {
                    return ended(.badAnswer, "a redirect to what is no URL")
                }
                if let refusal = HTTPRedirect.refusal(from: url, to: next, count: redirectCount) {
                    return ended(.badAnswer, refusal)
                }
                redirectCount += 1
                url = next
            case nil:
                return ended(CurlHandle.ending(code), message)
            }
        }
    }

    private func perform(
        _ url: String, _ range: String?, _ response: HTTPResponse
    ) -> (CURLcode, String) {
        guard let handle = CurlHandle() else { return (CURLE_FAILED_INIT, CurlHandle.noStart) }
        return unsafe handle.perform(url, headers: [], userAgent: userAgent, response) { handle in
            unsafe [
                ccurl_set_text(handle, CURLOPT_RANGE, range.map { String($0.dropFirst(6)) }),
                ccurl_set_integer(
                    handle, CURLOPT_CONNECTTIMEOUT, min(silenceSeconds, Self.connectSecondsMax)),
                ccurl_set_integer(handle, CURLOPT_LOW_SPEED_LIMIT, 1),
                ccurl_set_integer(handle, CURLOPT_LOW_SPEED_TIME, silenceSeconds),
            ]
        }
    }
}

/// URLs as libcurl reads them, so that what is checked is what is asked.
private enum CurlURL {
    /// The URL that `location` names on a page at `base`, absolute; nil where it is none.
    static func resolved(_ location: String, at base: String) -> String? {
        guard let handle = unsafe curl_url() else { return nil }
        defer { unsafe curl_url_cleanup(handle) }
        let flags = UInt32(CURLU_NON_SUPPORT_SCHEME)
        var text: UnsafeMutablePointer<CChar>?
        guard unsafe curl_url_set(handle, CURLUPART_URL, base, flags) == CURLUE_OK,
            unsafe curl_url_set(handle, CURLUPART_URL, location, flags) == CURLUE_OK,
            unsafe curl_url_get(handle, CURLUPART_URL, &text, 0) == CURLUE_OK,
            let text = unsafe text
        else { return nil }
        defer { unsafe curl_free(text) }
        return unsafe String(cString: text)
    }
}
