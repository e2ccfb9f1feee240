internal import Platform

/// The board of a running node in a terminal: a few lines that stand below its log.
package enum NodeBoard {
    private static let blockCountMax = 5
    private static let nameCount = 9

    /// - Parameters:
    ///   - columns: no line is longer; nil for any length.
    ///   - now: the time since 1970.
    package static func lines(_ view: NodeView, columns: Int?, nowSeconds now: Int) -> [String] {
        var lines = [
            field("height", "\(view.height)   work \(view.work)"),
            field("tip", view.tip.isEmpty ? "-" : view.tip),
            field("peers", peers(view)),
            field("mempool", "\(view.waitingPaymentCount) payments"),
            field("mining", mining(view)),
        ]
        for (place, block) in view.blocks.prefix(blockCountMax).enumerated() {
            let payments = block.paymentCount == 1 ? "1 payment" : "\(block.paymentCount) payments"
            lines.append(
                field(
                    place == 0 ? "blocks" : "",
                    "\(block.height)  \(block.hash.prefix(16))  by \(short(block.miner))  "
                        + "\(payments)  \(age(block.timestampSeconds, now))"))
        }
        if !view.branches.isEmpty {
            let branches = view.branches.suffix(3).map {
                "\($0.hashes.count) above \($0.forkHeight)"
            }
            lines.append(field("branches", branches.joined(separator: ", ")))
        }
        return lines.map { cut(plain($0), columns) }
    }

    private static func field(_ name: String, _ value: String) -> String {
        name + String(repeating: " ", count: max(1, nameCount - name.count)) + value
    }

    private static func peers(_ view: NodeView) -> String {
        guard !view.peers.isEmpty else { return "none" }
        let states: [NodeView.Peer.State] = [.answers, .silent, .banned, .unasked]
        let counts = states.compactMap { state in
            let count = view.peers.count { $0.state == state }
            return count == 0 ? nil : "\(count) \(state == .answers ? "answer" : state.rawValue)"
        }
        return "\(view.peers.count) (\(counts.joined(separator: ", ")))"
    }

    private static func mining(_ view: NodeView) -> String {
        guard view.mining.isOn else { return "off" }
        return "\(view.proofsPerSecond) proofs/s, \(view.mining.proofCount) proofs, "
            + "\(view.mining.wonCount) blocks won"
    }

    private static func short(_ address: String) -> String {
        address.isEmpty ? "-" : String(address.prefix(12))
    }

    /// The time since a block's stamp, which may lie ahead or be anything.
    private static func age(_ seconds: Int, _ now: Int) -> String {
        let (difference, overflows) = now.subtractingReportingOverflow(seconds)
        guard !overflows, difference >= 0 else { return "ahead" }
        switch difference {
        case ..<60: return "\(difference) s ago"
        case ..<3_600: return "\(difference / 60) min ago"
        case ..<86_400: return "\(difference / 3_600) h ago"
        default: return "\(difference / 86_400) d ago"
        }
    }

    /// Without what a terminal would obey.
    private static func plain(_ text: String) -> String {
        var result = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            result.append((0x20...0x7E).contains(scalar.value) ? scalar : "?")
        }
        return String(result)
    }

    private static func cut(_ text: String, _ columns: Int?) -> String {
        guard let columns, columns > 0, text.utf8.count > columns else { return text }
        return String(decoding: Array(text.utf8.prefix(columns)), as: UTF8.self)
    }
}
