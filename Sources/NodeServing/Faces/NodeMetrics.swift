/// A node's figures in the text form of Prometheus.
///
/// Source: prometheus.io, "Exposition formats", text format 0.0.4.
package enum NodeMetrics {
    package static let contentType = "text/plain; version=0.0.4; charset=utf-8"

    package static func text(_ view: NodeView) -> String {
        var text = ""
        func add(_ name: String, _ kind: String, _ help: String, _ samples: [(String, String)]) {
            text += "# HELP glyphlab_node_\(name) \(help)\n# TYPE glyphlab_node_\(name) \(kind)\n"
            for (labels, value) in samples { text += "glyphlab_node_\(name)\(labels) \(value)\n" }
        }
        func gauge(_ name: String, _ help: String, _ value: String) {
            add(name, "gauge", help, [("", value)])
        }
        func counter(_ name: String, _ help: String, _ value: Int) {
            add(name, "counter", help, [("", "\(value)")])
        }
        add("info", "gauge", "The rules of the chain.", [("{rules=\"\(view.rules)\"}", "1")])
        gauge("height", "Height of the best chain.", "\(view.height)")
        gauge("work", "Work of the best chain.", view.work)
        let states: [NodeView.Peer.State] = [.answers, .silent, .unasked, .banned]
        add(
            "peers", "gauge", "Known peers by their state.",
            states.map { state in
                let count = view.peers.count { $0.state == state }
                return ("{state=\"\(label(state))\"}", "\(count)")
            })
        gauge("mempool_payments", "Payments that wait for a block.", "\(view.waitingPaymentCount)")
        gauge(
            "branches", "Branches beside the best chain that are remembered.",
            "\(view.branches.count)")
        gauge("mining", "Whether the node mines.", view.mining.isOn ? "1" : "0")
        counter("proofs_total", "Proofs that were computed to mine.", view.mining.proofCount)
        gauge("proofs_per_second", "Proofs a second of the last seconds.", view.proofsPerSecond)
        counter("blocks_won_total", "Blocks that the node won.", view.mining.wonCount)
        counter("requests_total", "Requests that were answered.", view.serving.requestCount)
        counter(
            "requests_refused_total", "Requests that were answered with a status from 400 on.",
            view.serving.refusedCount)
        gauge("connections", "Open connections.", "\(view.serving.connectionCount)")
        return text
    }

    private static func label(_ state: NodeView.Peer.State) -> String {
        switch state {
        case .unasked: "unasked"
        case .answers: "answers"
        case .silent: "silent"
        case .banned: "banned"
        }
    }
}
