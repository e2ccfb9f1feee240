import CCurl

/// A handle of libcurl's easy interface, which keeps its connections from transfer to transfer.
///
/// Threads use it one at a time.
@safe final class CurlHandle {
    static let noStart = "libcurl does not start"

    private static let isReady = curl_global_init(Int(CURL_GLOBAL_DEFAULT)) == CURLE_OK

    private let handle: UnsafeMutableRawPointer

    /// Nil where libcurl does not start.
    init?() {
        guard Self.isReady, let handle = unsafe curl_easy_init() else { return nil }
        unsafe self.handle = unsafe handle
    }

    deinit { unsafe curl_easy_cleanup(handle) }

    /// Whether any part of the last request was sent.
    var hasSent: Bool { unsafe ccurl_request_size(handle) > 0 }

    /// Does one transfer; the answer goes to `response`.
    ///
    /// - Parameters:
    ///   - headers: fields beside those that every request has.
    ///   - settings: sets what this transfer has beside the others; returns libcurl's codes.
    /// - Returns: libcurl's code, and its words where that is an error.
    func perform(
        _ url: String, headers: [String], userAgent: String, _ response: HTTPResponse,
        settings: (UnsafeMutableRawPointer) -> [CURLcode]
    ) -> (CURLcode, String) {
        unsafe curl_easy_reset(handle)
        var list: UnsafeMutablePointer<curl_slist>?
        defer { unsafe curl_slist_free_all(list) }
        // Through CURLOPT_ACCEPT_ENCODING, libcurl would decode what was not asked for.
        for header in ["Accept-Encoding: identity"] + headers {
            guard let longer = unsafe curl_slist_append(list, header) else {
                return (CURLE_OUT_OF_MEMORY, "no memory for a header")
            }
            unsafe list = longer
        }
        var buffer = [CChar](repeating: 0, count: Int(CURL_ERROR_SIZE))
        let code = unsafe buffer.withUnsafeMutableBufferPointer { buffer in
            let common: [CURLcode] = unsafe [
                ccurl_set_message_buffer(handle, buffer.baseAddress),
                ccurl_set_web_only(handle),
                ccurl_set_text(handle, CURLOPT_URL, url),
                ccurl_set_text(handle, CURLOPT_USERAGENT, userAgent),
                ccurl_set_headers(handle, list),
                ccurl_set_receivers(handle, headerReceiver, bodyReceiver, response.context),
                ccurl_set_integer(handle, CURLOPT_NOSIGNAL, 1),
                ccurl_set_integer(handle, CURLOPT_FOLLOWLOCATION, 0),
                ccurl_set_integer(handle, CURLOPT_SUPPRESS_CONNECT_HEADERS, 1),
                ccurl_set_integer(handle, CURLOPT_HTTP_CONTENT_DECODING, 0),
                ccurl_set_integer(handle, CURLOPT_HTTP09_ALLOWED, 0),
            ]
            let codes = unsafe common + settings(handle)
            if let failure = codes.first(where: { $0 != CURLE_OK }) { return failure }
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

    /// The end of an exchange by libcurl's code.
    static func ending(_ code: CURLcode) -> HTTPEnding {
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

private let headerReceiver: ccurl_receiver = { bytes, size, count, context in
    unsafe HTTPResponse.at(context).takesHeaderLine(HTTPResponse.bytes(bytes, size * count))
        ? size * count : 0
}

private let bodyReceiver: ccurl_receiver = { bytes, size, count, context in
    // libcurl takes a short count for an abort; an empty part returns 0, its own count.
    unsafe HTTPResponse.at(context).takesBody(HTTPResponse.bytes(bytes, size * count))
        ? size * count : 0
}
