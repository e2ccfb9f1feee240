import CCurl
import Foundation

/// GET requests through libcurl, which also finds proxies (http_proxy, https_proxy, all_proxy,
/// no_proxy) in the environment.
public struct HTTPTransfer: HTTPTransport {
    private static let connectSecondsMax = 30

    private static let isReady = curl_global_init(Int(CURL_GLOBAL_DEFAULT)) == CURLE_OK

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
        let earlier = signal(SIGPIPE, SIG_IGN)
        defer { _ = signal(SIGPIPE, earlier) }
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
                return ended(Self.ending(code), message)
            }
        }
    }

    private func perform(
        _ url: String, _ range: String?, _ response: HTTPResponse
    ) -> (CURLcode, String) {
        guard Self.isReady, let handle = unsafe curl_easy_init() else {
            return (CURLE_FAILED_INIT, "libcurl does not start")
        }
        defer { unsafe curl_easy_cleanup(handle) }
        var headers: UnsafeMutablePointer<curl_slist>?
        defer { unsafe curl_slist_free_all(headers) }
        // Through CURLOPT_ACCEPT_ENCODING, libcurl would decode what was not asked for.
        unsafe headers = curl_slist_append(nil, "Accept-Encoding: identity")
        var buffer = [CChar](repeating: 0, count: Int(CURL_ERROR_SIZE))
        let code = unsafe buffer.withUnsafeMutableBufferPointer { buffer in
            let settings: [CURLcode] = unsafe [
                ccurl_set_message_buffer(handle, buffer.baseAddress),
                ccurl_set_web_only(handle),
                ccurl_set_text(handle, CURLOPT_URL, url),
                ccurl_set_text(handle, CURLOPT_RANGE, range.map { String($0.dropFirst(6)) }),
                ccurl_set_text(handle, CURLOPT_USERAGENT, userAgent),
                ccurl_set_headers(handle, headers),
                ccurl_set_receivers(handle, headerReceiver, bodyReceiver, response.context),
                ccurl_set_integer(handle, CURLOPT_NOSIGNAL, 1),
                ccurl_set_integer(handle, CURLOPT_FOLLOWLOCATION, 0),
                ccurl_set_integer(handle, CURLOPT_SUPPRESS_CONNECT_HEADERS, 1),
                ccurl_set_integer(handle, CURLOPT_HTTP_CONTENT_DECODING, 0),
                ccurl_set_integer(handle, CURLOPT_HTTP09_ALLOWED, 0),
                ccurl_set_integer(
                    handle, CURLOPT_CONNECTTIMEOUT, min(silenceSeconds, Self.connectSecondsMax)),
                ccurl_set_integer(handle, CURLOPT_LOW_SPEED_LIMIT, 1),
                ccurl_set_integer(handle, CURLOPT_LOW_SPEED_TIME, silenceSeconds),
            ]
            if let failure = settings.first(where: { $0 != CURLE_OK }) { return failure }
            let code = unsafe curl_easy_perform(handle)
            _ = unsafe ccurl_set_message_buffer(handle, nil)
            // A proxy that will not connect says so; to libcurl, that is a broken connection.
            let proxyStatus = unsafe ccurl_proxy_status(handle)
            return code == CURLE_RECV_ERROR && proxyStatus >= 300 ? CURLE_PROXY : code
        }
        guard code != CURLE_OK else { return (code, "") }
        if code == CURLE_OUT_OF_MEMORY {
            return (code, "a header line of over 100 KB, or no memory")
        }
        let bytes = buffer.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }
        let message = String(decoding: bytes, as: UTF8.self)
        return (code, message.isEmpty ? unsafe String(cString: curl_easy_strerror(code)) : message)
    }

    private static func ending(_ code: CURLcode) -> HTTPEnding {
        switch code {
        case CURLE_OK:
            .complete
        case CURLE_PARTIAL_FILE, CURLE_RECV_ERROR, CURLE_SEND_ERROR, CURLE_GOT_NOTHING,
            CURLE_HTTP2, CURLE_HTTP2_STREAM, CURLE_HTTP3:
            .brokenOff
        case CURLE_OPERATION_TIMEDOUT:
            .timedOut
        case CURLE_COULDNT_RESOLVE_HOST, CURLE_COULDNT_RESOLVE_PROXY, CURLE_COULDNT_CONNECT,
            CURLE_PROXY:
            .cannotConnect
        case CURLE_SSL_CONNECT_ERROR, CURLE_PEER_FAILED_VERIFICATION, CURLE_SSL_ISSUER_ERROR,
            CURLE_SSL_CACERT_BADFILE, CURLE_SSL_CRL_BADFILE, CURLE_SSL_INVALIDCERTSTATUS,
            CURLE_SSL_CERTPROBLEM, CURLE_SSL_CIPHER, CURLE_SSL_ENGINE_INITFAILED,
            CURLE_SSL_ENGINE_NOTFOUND, CURLE_SSL_ENGINE_SETFAILED, CURLE_SSL_SHUTDOWN_FAILED,
            CURLE_SSL_PINNEDPUBKEYNOTMATCH, CURLE_SSL_CLIENTCERT, CURLE_USE_SSL_FAILED:
            .tls
        // Out of memory is also how libcurl before 8.6 calls a header line of over 100 KB.
        case CURLE_UNSUPPORTED_PROTOCOL, CURLE_URL_MALFORMAT, CURLE_WEIRD_SERVER_REPLY,
            CURLE_BAD_CONTENT_ENCODING, CURLE_OUT_OF_MEMORY, CURLE_TOO_MANY_REDIRECTS,
            CURLE_FILESIZE_EXCEEDED, CURLE_HTTP_RETURNED_ERROR:
            .badAnswer
        case _ where code.rawValue == 100:  // CURLE_TOO_LARGE, which older headers do not have
            .badAnswer
        default:
            .failed
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

private let headerReceiver: ccurl_receiver = { bytes, size, count, context in
    unsafe HTTPResponse.at(context).takesHeaderLine(HTTPResponse.bytes(bytes, size * count))
        ? size * count : 0
}

private let bodyReceiver: ccurl_receiver = { bytes, size, count, context in
    // libcurl takes a short count for an abort; an empty part returns 0, its own count.
    unsafe HTTPResponse.at(context).takesBody(HTTPResponse.bytes(bytes, size * count))
        ? size * count : 0
}
