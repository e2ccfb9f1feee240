internal import BigInt
internal import Encodings
package import Routing
package import Trials

/// The answers of a hardened gateway to requests of HTTP: the messages of its surfaces by POST, one
/// path for each, and its state by GET.
///
/// A refusal names its guard: `{"message":"…","refused":"…"}`. No request makes it fail.
package struct HardenedRouter: WebRouter {
    private let gateway: WholeGateway
    /// The connection that requests come by, whose waste is bounded.
    private let source: Source

    package init(_ gateway: WholeGateway, source: Source = Source(0)) {
        self.gateway = gateway
        self.source = source
    }

    package func answer(_ request: WebRequest, atMilliseconds milliseconds: Int) -> WebAnswer {
        // What is not stored is neither taken before nor to be seen.
        if let failure = gateway.ledger.storeFailure {
            return WebAnswer.refusing(WebStatus.unavailable, "store", "\(failure)")
        }
        let clock = LogicalClock(milliseconds: max(0, milliseconds))
        if let surface = surface(request.path) {
            guard request.method == "POST" else { return Self.wrongMethod("POST") }
            return answer(surface, request.body, clock)
        }
        if request.path == Self.previewPath, let desk = gateway.desk {
            guard request.method == "POST" else { return Self.wrongMethod("POST") }
            return Self.answering { try preview(desk.preview(request.body, at: clock)) }
        }
        let pages = HardenedPages(gateway: gateway, clock: clock)
        guard pages.has(request.path) else {
            return WebAnswer.refusing(
                WebStatus.unknown, "path", "nothing is served at \(request.path.prefix(100))")
        }
        guard request.method == "GET" else { return Self.wrongMethod("GET") }
        return Self.answering { try pages.page(request.path, request.query) }
    }

    private static let previewPath = "/mint/preview"

    /// The surface that a path is for; none for the store, which is nobody's but the operator's.
    private func surface(_ path: String) -> Surface? {
        gateway.surfaces.first { $0 != GatewaySurfaces.store && path.isSame("/\($0.name)") }
    }

    // MARK: Messages

    private func answer(
        _ surface: Surface, _ body: [UInt8], _ clock: LogicalClock
    ) -> WebAnswer {
        Self.answering {
            if surface == GatewaySurfaces.order, gateway.serving != nil {
                return try order(gateway.serve(body, from: source, at: clock))
            }
            let receiptCount = gateway.ledger.receipts.count
            let reply = try gateway.submit(body, to: surface, from: source, at: clock)
            let taken = gateway.ledger.receipts.count - receiptCount
            if surface == GatewaySurfaces.pull, let batch = reply.messages.first {
                return WebAnswer(status: WebStatus.taken, body: batch.bytes)
            }
            // Of a batch, some receipts may be taken and others refused.
            if let refusal = reply.refusals.first, taken == 0 { throw refusal }
            var members = [JSONMember("head", .string(reply.head))]
            if surface == GatewaySurfaces.gossip {
                members.append(
                    JSONMember(
                        "refused", .array(reply.refusals.map { .string($0.by.name) })))
                members.append(JSONMember("taken", .integer(taken)))
            }
            if surface == GatewaySurfaces.order, let session = gateway.ledger.sessions.last {
                members.append(JSONMember("session", .string(session.id)))
            }
            return WebAnswer.taken(.object(members))
        }
    }

    private func order(_ outcome: InferenceOutcome) throws -> WebAnswer {
        switch outcome {
        case .served(let text, let session, _):
            var price = 0
            if case .charged(let charged) = session.outcome { price = charged }
            return WebAnswer.taken(
                .object([
                    JSONMember("price", .integer(price)),
                    JSONMember("session", .string(session.id)),
                    JSONMember("text", .string(text)),
                ]))
        case .refused(let refusals):
            throw refusals.first
                ?? Refusal(index: nil, by: GatewayGuards.sessionKnown, message: "not served")
        case .failed(let session, let reason):
            return WebAnswer.refusing(
                WebStatus.unavailable, "node", "session \(session.id): \(reason)")
        }
    }

    private func preview(_ preview: MintPreview) -> WebAnswer {
        WebAnswer.taken(
            .object([
                JSONMember(
                    "batches",
                    .array(
                        preview.batches.map {
                            .object([
                                JSONMember("amount", .string(String($0.amount))),
                                JSONMember("batch", .string($0.id)),
                                JSONMember("index", .integer($0.index)),
                                JSONMember("payouts", .integer($0.payoutCount)),
                            ])
                        })),
                JSONMember("refused", preview.refusal.map { .string($0.by.name) } ?? .null),
                JSONMember("supply", .string(String(preview.supply))),
            ]))
    }

    // MARK: Answers

    private static func wrongMethod(_ expected: String) -> WebAnswer {
        WebAnswer.refusing(
            WebStatus.method, "method", "expected \(expected)",
            fields: [.init("allow", expected)])
    }

    /// The answer of `body`, or what its error says.
    private static func answering(_ body: () throws -> WebAnswer) -> WebAnswer {
        do {
            return try body()
        } catch let refusal as Refusal {
            return WebAnswer.refusing(WebStatus.status(refusal), refusal.by.name, refusal.message)
        } catch let missing as MissingPage {
            return WebAnswer.refusing(WebStatus.unknown, "path", missing.message)
        } catch {
            return WebAnswer.refusing(WebStatus.unavailable, "store", "\(error)")
        }
    }
}
