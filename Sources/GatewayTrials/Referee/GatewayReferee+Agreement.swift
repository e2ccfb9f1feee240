internal import Scenarios
internal import Trials

/// Judgements of several gateways beside each other.
extension GatewayReferee {
    /// Compares the ledgers of all gateways: each may lack receipts, and each orders them as they
    /// came; but a receipt has one byte string, and an epoch is minted in one way.
    func agreement() throws -> Finding {
        guard !books.others.isEmpty else {
            throw StepFault("network.agreement: only one gateway")
        }
        let views = [view] + books.others
        var seen: [[UInt8]: (gateway: Int, bytes: [UInt8])] = [:]  // looked up, never iterated
        var minted: [String: (gateway: Int, payouts: [String])] = [:]  // never iterated
        for (gateway, view) in views.enumerated() {
            for (position, receipt) in view.receipts.enumerated() {
                guard case .success(let payload) = reading.payload(receipt.bytes) else {
                    return .violated("gateway \(gateway), receipt \(position): nobody can read it")
                }
                if let other = seen[payload], other.bytes != receipt.bytes,
                    !hasGrantedKey(receipt.bytes)
                {
                    return .violated(
                        "gateways \(other.gateway) and \(gateway) hold two byte strings of receipt "
                            + "\(position)")
                }
                seen[payload] = (gateway, receipt.bytes)
            }
            guard let paid = paid(by: view) else {
                return .violated("gateway \(gateway) minted an epoch that nobody can read")
            }
            for (epoch, payouts) in paid {
                if let other = minted[epoch], other.payouts != payouts {
                    return .violated(
                        "gateways \(other.gateway) and \(gateway) minted epoch \(epoch) in two ways"
                    )
                }
                minted[epoch] = (gateway, payouts)
            }
        }
        return .intact("\(views.count) gateways agree on each receipt and each epoch")
    }

    /// Payments of a gateway for each epoch, which in `published` is known by its window's start;
    /// nil where a settlement cannot be read.
    private func paid(by view: GatewayView) -> [(epoch: String, payouts: [String])]? {
        guard profile == .hardened else {
            return view.mints.map { mint in
                (
                    String(mint.epoch.prefix { $0 != "-" }),
                    mint.payouts.map { "\($0.address) \($0.amount)" }
                )
            }
        }
        var paid: [(epoch: String, payouts: [String])] = []
        for settlement in view.settlements {
            guard let epoch = try? reading.request(settlement.bytes).get().epoch else {
                return nil
            }
            paid.append(
                (epoch, settlement.payouts.map { "\($0.node) \($0.address) \($0.amount)" }))
        }
        return paid
    }

    /// Whether somebody else than its parties may have signed an exact receipt once more: whoever
    /// has a key makes as many signatures of one payload as he likes.
    private func hasGrantedKey(_ bytes: [UInt8]) -> Bool {
        guard let exact = try? reading.receipt(bytes).get(), exact.canonicalBytes == bytes else {
            return false
        }
        return books.grantedKeys.contains(exact.gateway) || books.grantedKeys.contains(exact.node)
    }
}
