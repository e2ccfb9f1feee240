package import PythonValues

/// The fate of one item of gossip.
package enum GossipOutcome: Sendable {
    case stored
    /// Ignored, and counted all the same.
    case known
    case refused(GossipRefusal)
}

/// The check at which an item of gossip was passed over.
package enum GossipRefusal: Sendable {
    /// A member is missing or unknown.
    case members
    /// A signature is false, absent or empty.
    case signature
    /// A key that cannot be read raised.
    case key(PythonError)
    /// The database did not take the session or the time.
    case store(PythonError)
}

extension PublishedReceipt {
    /// Whether both signatures are there and good, under the keys that the receipt names. Both are
    /// checked in any case.
    ///
    /// **Throws:** ``PythonError`` of a key that cannot be read.
    package func isSigned(
        _ checks: PublishedChecks = PublishedChecks()
    ) throws(PythonError) -> Bool {
        guard checks.pass(.gatewaySignature, if: gatewaySignature.isTrue),
            checks.pass(.nodeSignature, if: nodeSignature.isTrue)
        else { return false }
        let payload = try payload()
        let isByGateway = try checks.verifies(
            .gatewaySignature, key: gatewayKey, message: payload, signature: gatewaySignature)
        let isByNode = try checks.verifies(
            .nodeSignature, key: nodeKey, message: payload, signature: nodeSignature)
        return isByGateway && isByNode
    }
}

extension PublishedLedger {
    /// Takes an item of gossip, or passes over it.
    package func take(_ item: PythonDictionary) -> GossipOutcome {
        guard let receipt = receipt(of: item) else { return .refused(.members) }
        do throws(PythonError) {
            guard try receipt.isSigned(checks) else { return .refused(.signature) }
        } catch {
            return .refused(.key(error))
        }
        do throws(PythonError) {
            return try add(receipt) ? .stored : .known
        } catch {
            _ = checks.pass(.binding, if: false)
            return .refused(.store(error))
        }
    }

    /// Nil where a member is missing or unknown.
    private func receipt(of item: PythonDictionary) -> PublishedReceipt? {
        let missing = PublishedReceipt.signedNames.contains { item[$0] == nil }
        let unknown = item.members.contains { member in
            !PublishedReceipt.memberNames.contains(where: member.key.equals)
        }
        guard checks.pass(.unknownField, if: !unknown), checks.pass(.fields, if: !missing) else {
            return nil
        }
        return PublishedReceipt(unchecked: item)
    }
}
