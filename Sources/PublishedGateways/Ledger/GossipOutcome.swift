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
    package func isSigned() throws(PythonError) -> Bool {
        guard gatewaySignature.isTrue, nodeSignature.isTrue else { return false }
        let payload = try payload()
        let isByGateway = try PublishedSignature.verifies(
            key: gatewayKey, message: payload, signature: gatewaySignature)
        let isByNode = try PublishedSignature.verifies(
            key: nodeKey, message: payload, signature: nodeSignature)
        return isByGateway && isByNode
    }
}

extension PublishedLedger {
    /// Takes an item of gossip, or passes over it.
    package func take(_ item: PythonDictionary) -> GossipOutcome {
        let receipt: PublishedReceipt
        do throws(PythonError) {
            receipt = try PublishedReceipt(item)
        } catch {
            return .refused(.members)
        }
        do throws(PythonError) {
            guard try receipt.isSigned() else { return .refused(.signature) }
        } catch {
            return .refused(.key(error))
        }
        do throws(PythonError) {
            return try add(receipt) ? .stored : .known
        } catch {
            return .refused(.store(error))
        }
    }
}
