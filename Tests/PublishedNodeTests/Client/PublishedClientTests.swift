import PublishedNode
import PythonValues
import Testing

@Suite("A published node's client")
struct PublishedClientTests {
    private func result(
        _ peer: PiecePeer, _ url: String = "http://h:1/status", sending body: String? = nil,
        countMax: Int? = nil, answerByteCountMax: Int = 1 << 20
    ) -> String {
        let client = PublishedClient(transport: peer, answerByteCountMax: answerByteCountMax)
        do throws(PythonError) {
            let bytes = try client.body(
                of: PythonText(url), sending: body.map { Array($0.utf8) }, countMax: countMax,
                timeoutMilliseconds: 7)
            return "ok " + String(decoding: bytes, as: UTF8.self)
        } catch {
            return error.name
        }
    }

    // MARK: Requests

    @Test("A question and a push are byte for byte those of urllib")
    func requests() {
        let peer = PiecePeer("HTTP/1.0 200 OK\r\n\r\nx", "HTTP/1.0 200 OK\r\n\r\n")
        #expect(result(peer) == "ok x")
        #expect(result(peer, "http://[::1]:9401/chain", sending: "[1]") == "ok ")
        #expect(
            peer.seen.requests == [
                "GET /status HTTP/1.1\r\nAccept-Encoding: identity\r\nHost: h:1\r\n"
                    + "User-Agent: glyph-node/0.3\r\nConnection: close\r\n\r\n",
                "POST /chain HTTP/1.1\r\nAccept-Encoding: identity\r\nContent-Length: 3\r\n"
                    + "Host: [::1]:9401\r\nUser-Agent: glyph-node/0.3\r\n"
                    + "Content-Type: application/json\r\nConnection: close\r\n\r\n[1]",
            ])
        #expect(peer.seen.places == ["h 1", "::1 9401"])
        #expect(peer.seen.timeouts == [7, 7])
        #expect(peer.seen.openCount == 0)
    }

    @Test(
        "URLs and where they lead, as CPython reads them",
        arguments: [
            ("http://h/status", "h 80", "/status"), ("HTTP://h:/status", "h 80", "/status"),
            ("https://h/status", "h 443 secure", "/status"),
            (" <URL:http://h/a> ", "h 80", "/a"), ("http://h?x=1/status", "h 80", "/?x=1/status"),
            ("http://h/a#b#c/status", "h 80", "/a#b"), ("http://h#/status", "h 80", "/"),
            ("http://%68:+8_0/", "h 80", "/"), ("http://[::1]/x", "::1 80", "/x"),
        ])
    func places(_ url: String, _ place: String, _ selector: String) {
        let peer = PiecePeer("HTTP/1.0 200 OK\r\n\r\n")
        #expect(result(peer, url) == "ok ")
        #expect(peer.seen.places == [place])
        #expect(peer.seen.requests.first?.hasPrefix("GET \(selector) HTTP/1.1\r\n") == true)
    }

    @Test(
        "URLs that lead nowhere raise what they raise there, and connect to nobody",
        arguments: [
            ("node.example/status", "ValueError"), ("", "ValueError"), ("/status", "ValueError"),
            ("http://[::1/status", "ValueError"), ("127.0.0.1:1/status", "URLError"),
            ("http:///status", "URLError"), ("http:status", "URLError"),
            ("file:///etc/passwd", "URLError"), ("http://h:x/status", "InvalidURL"),
            ("http://u:p@h/status", "InvalidURL"), ("http://a b/status", "InvalidURL"),
            ("http://h/a b", "InvalidURL"), ("http://h/\u{E9}", "UnicodeEncodeError"),
            ("http://h:99999/", "URLError"), ("http://h:-1/", "URLError"),
        ])
    func nowhere(_ url: String, _ name: String) {
        let peer = PiecePeer("HTTP/1.0 200 OK\r\n\r\n")
        #expect(result(peer, url) == name)
        #expect(peer.seen.requests.isEmpty)
    }

    // MARK: Answers

    @Test(
        "Forms of answers",
        arguments: [
            ("HTTP/1.1 100 C\r\nX: y\r\n\r\nHTTP/1.1 200 OK\r\n\r\nab", "ok ab"),
            ("HTTP/1.1 200\nContent-Length: 1\n\nab", "ok a"),
            ("HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nab", "IncompleteRead"),
            ("HTTP/1.1 200 OK\r\nContent-Length: x\r\n\r\nab", "ok ab"),
            ("HTTP/1.1 200 OK\r\nContent-Length : 1\r\n\r\nab", "ok ab"),
            ("HTTP/1.1 204 No\r\n\r\nab", "ok "), ("HTTP/2 200 OK\r\n\r\n", "UnknownProtocol"),
            ("HTTP/1.1 200 OK\r\nTransfer-Encoding: CHUNKED\r\n\r\n1;x\r\na\r\n0\r\n\r\n", "ok a"),
            ("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0x1\na..0\r\n", "ok a"),
            ("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n-5\r\n", "ValueError"),
            ("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\na", "IncompleteRead"),
            (
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nfffffffffffffffff\r\n",
                "OverflowError"
            ),
            ("", "RemoteDisconnected"), ("HTTP/1.1", "BadStatusLine"), ("{}", "BadStatusLine"),
            ("HTTP/1.1 404 N\r\n\r\n", "HTTPError"), ("HTTP/1.1 302 F\r\n\r\n", "HTTPError"),
            ("HTTP/1.1 302 F\r\nLocation: file:///x\r\n\r\n", "HTTPError"),
            ("HTTP/1.1 302 F\r\nLocation: ftp://h/x\r\n\r\n", "URLError"),
            (
                "HTTP/1.1 302 F\r\nContent-Length: 9\r\nLocation: /x\r\n\r\nshort",
                "IncompleteRead"
            ),
        ])
    func answers(_ answer: String, _ expected: String) {
        #expect(result(PiecePeer(answer)) == expected)
    }

    @Test("Of a body that is read in part, what came is taken")
    func beginning() {
        let short = "HTTP/1.0 200 OK\r\nContent-Length: 9\r\n\r\nabc"
        #expect(result(PiecePeer(short), countMax: 100) == "ok abc")
        #expect(result(PiecePeer(short), countMax: 2) == "ok ab")
        let chunks = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nab\r\n9\r\ncd"
        #expect(result(PiecePeer(chunks), countMax: 4) == "ok abcd")
        #expect(result(PiecePeer(chunks), countMax: 5) == "IncompleteRead")
    }

    @Test("A wait that takes too long, and a connection that breaks, are exceptions")
    func broken() {
        for (end, name) in [
            (NodeTransportError.timeout, "TimeoutError"),
            (.broken(reason: "x"), "ConnectionResetError"),
        ] {
            for head in ["", "HTTP/1.0 200", "HTTP/1.0 200 OK\r\n\r\nab"] {
                #expect(
                    result(PiecePeer([.init(bytes: Array(head.utf8), end: end)])) == name)
            }
        }
        #expect(result(PiecePeer()) == "URLError")
    }

    // MARK: Redirections

    private static func redirection(_ location: String, _ status: Int = 302) -> String {
        "HTTP/1.1 \(status) F\r\nLocation: \(location)\r\n\r\n"
    }

    @Test(
        "Where a redirection leads",
        arguments: [
            ("/x", "h 1", "/x"), ("x", "h 1", "/b/x"), ("../x", "h 1", "/x"),
            ("../../x", "h 1", "/x"), ("./", "h 1", "/b/"), ("?q", "h 1", "/b/status?q"),
            (";p", "h 1", "/b/;p"), ("//other", "other 80", "/"),
            ("HTTPS://o:2/y", "o 2 secure", "/y"), ("a b", "h 1", "/b/a%20b"),
            ("x/./y/../z//w", "h 1", "/b/x/z/w"), ("\u{E9}", "h 1", "/b/%C3%A9"),
            ("#f", "h 1", "/b/status"),
        ])
    func redirection(_ location: String, _ place: String, _ selector: String) {
        let peer = PiecePeer(Self.redirection(location), "HTTP/1.0 200 OK\r\n\r\ny")
        #expect(result(peer, "http://h:1/b/status") == "ok y")
        #expect(peer.seen.places.last == place)
        #expect(peer.seen.requests.last?.hasPrefix("GET \(selector) HTTP/1.1\r\n") == true)
    }

    @Test("At most ten URLs, and four times the same one")
    func loops() {
        let far = PiecePeer((0..<20).map { .init(bytes: Array(Self.redirection("/\($0)").utf8)) })
        #expect(result(far) == "HTTPError")
        #expect(far.seen.requests.count == 11)
        let loop = PiecePeer((0..<20).map { _ in .init(bytes: Array(Self.redirection("/").utf8)) })
        #expect(result(loop) == "HTTPError")
        #expect(loop.seen.requests.count == 5)
    }

    @Test("A push is led on by 301 to 303, as a question")
    func redirectedPush() {
        for status in [301, 302, 303, 307, 308] {
            let peer = PiecePeer(Self.redirection("/x", status), "HTTP/1.0 200 OK\r\n\r\ny")
            let isFollowed = status <= 303
            #expect(result(peer, sending: "[]") == (isFollowed ? "ok y" : "HTTPError"))
            #expect(peer.seen.requests.count == (isFollowed ? 2 : 1))
            #expect(peer.seen.requests.last?.hasPrefix("GET /x ") == isFollowed)
        }
    }
}
