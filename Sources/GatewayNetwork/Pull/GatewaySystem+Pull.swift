internal import Cryptography
internal import PythonValues
package import Trials

extension GatewaySystem {
    /// The receipts that a pull asks for, as a batch to its source. Changes nothing.
    func answer(toPull bytes: [UInt8], from source: Source) -> Reply {
        do throws(Refusal) {
            let pull = try ReceiptPull(bytes, rules, receiptCount: receipts.count) { [state] in
                state.head(receiptCount: $0)
            }
            let batch = ReceiptBuilder.batch(receipts[pull.range].map(\.bytes))
            return Reply(
                refusals: [], head: head, stateDigest: stateDigest,
                messages: [Reply.Message(target: source, bytes: batch)])
        } catch {
            return Reply(refusals: [error], head: head, stateDigest: stateDigest)
        }
    }

    /// Takes the receipts of an answer to a pull, as if they had come by gossip, and moves the
    /// cursor behind them: what is new goes on to the other peers, once.
    ///
    /// **Throws:** ``GatewayStoreError``.
    package func take(
        pulled answer: [UInt8], _ cursor: inout PullCursor, from source: Source,
        at clock: LogicalClock
    ) throws -> Reply {
        let reply = try submit(answer, to: GatewaySurfaces.gossip, from: source, at: clock)
        cursor.advance(ids: Self.ids(inBatch: answer, rules.guards))
        return reply
    }

    /// The ids of a batch's receipts, computed from what they say, for as long as it can be read.
    private static func ids(inBatch bytes: [UInt8], _ guards: Guards) -> [String] {
        var ids: [String] = []
        do throws(Refusal) {
            let batch = try ReceiptDocument(
                bytes, byteCountMax: GatewayLimits.batchByteCountMax, guards: guards)
            guard case .list(let receipts)? = batch.members[ReceiptKeys.batch] else { return [] }
            for receipt in receipts.prefix(GatewayLimits.batchCountMax) {
                let document = try ReceiptDocument(part: receipt, guards: guards)
                let payload = try document.payload(ReceiptKeys.payload)
                ids.append(HardenedDomain.id.digest(payload).text)
            }
        } catch {
            return ids
        }
        return ids
    }
}
