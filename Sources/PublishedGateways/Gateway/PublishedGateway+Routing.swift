package import PythonValues
internal import PythonWeb
package import Routing

extension PublishedGateway {
    /// The answer to a request and its verdict.
    ///
    /// - Parameter now: seconds since 1970.
    package func outcome(of request: WebRequest, now: PythonFloat) -> GatewayOutcome {
        switch GatewayEndpoint.routes.match(request) {
        case .answer(let answer):
            return GatewayOutcome(answer: answer, verdict: .unknown, value: nil)
        case .endpoint(let endpoint, let parameter):
            do {
                if mode == .shipped, let hidden = endpoint.hiddenParameter {
                    try Self.refuseBody(request, hidden)
                }
                let value = try checkedValue(
                    endpoint,
                    GatewayRequest(
                        query: request.query, body: request.body, parameter: parameter, now: now))
                let answer = try WebAnswer(json: value)
                var verdict = GatewayOutcome.Verdict.accepted
                if endpoint == .settle, case .dictionary(let members) = value,
                    case .string(let error)? = members["error"]
                {
                    verdict = .rejected(error)
                }
                return GatewayOutcome(answer: answer, verdict: verdict, value: value)
            } catch {
                return Self.outcome(of: Self.failure(error))
            }
        }
    }

    /// The value of a request, which is made of its schema where that check is taken out.
    private func checkedValue(
        _ endpoint: GatewayEndpoint, _ request: GatewayRequest
    ) throws -> PythonValue {
        do {
            return try value(endpoint, request)
        } catch let error as SchemaError {
            let check: PublishedCheck =
                error.status == 422 && !error.kinds.contains("json_invalid") ? .schema : .json
            guard ledger.checks.pass(check, if: false),
                let mended = MendedBody.body(request.body, after: error)
            else { throw error }
            return try value(
                endpoint,
                GatewayRequest(
                    query: request.query, body: mended, parameter: request.parameter,
                    now: request.now))
        }
    }

    private static func failure(_ error: any Error) -> RequestFailure {
        switch error {
        case let failure as RequestFailure: failure
        case let error as SchemaError: .schema(error)
        case let error as PythonError: .raised(error)
        default: .raised(.other(name: "Exception", "\(error)"))
        }
    }

    private static func outcome(of failure: RequestFailure) -> GatewayOutcome {
        let verdict: GatewayOutcome.Verdict
        if let exception = failure.exception {
            verdict = .crashed(exception)
        } else {
            switch failure {
            case .schema(let error): verdict = .malformed(error)
            case .refused(_, .string(let detail)): verdict = .rejected(detail)
            default: verdict = .rejected(PythonText())
            }
        }
        return GatewayOutcome(answer: failure.answer, verdict: verdict, value: nil)
    }

    /// As shipped: the framework asks the query for a parameter, instead of the body.
    private static func refuseBody(_ request: WebRequest, _ parameter: String) throws {
        if QueryText.members(request.query)[parameter] != nil {
            throw PythonError.other(
                name: "PydanticUserError", "`TypeAdapter` is not fully defined")
        }
        throw SchemaError([
            .init(
                "missing", place: [.text("query"), .text(parameter)], input: PythonValue.none)
        ])
    }

    private func value(
        _ endpoint: GatewayEndpoint, _ request: GatewayRequest
    ) throws -> PythonValue {
        switch endpoint {
        case .register: try register(request)
        case .addPeer: try addPeer(request)
        case .listPeers: .list(peers.map(PythonValue.string))
        case .quotePrice: try quotePrice(request)
        case .setAddress: try setAddress(request)
        case .infer: try infer(request)
        case .listReceipts: try listReceipts()
        case .listNodes: try listNodes()
        case .settle: try settle(request)
        case .gossip: try gossip(request)
        case .signEpoch: try signEpoch(request)
        case .epochStatus: try epochStatus(request.parameter)
        case .pullReceipts: try pullReceipts(request)
        case .addValidator: try addValidator(request)
        case .removeValidator: try removeValidator(request)
        case .recordQuality: try recordQuality(request)
        case .tokenConfiguration: try tokenConfiguration()
        case .configureToken: try configureToken(request)
        case .previewMint: try previewMint(request)
        case .anchorMint: try anchorMint(request)
        case .executeMint: try executeMint(request)
        case .tokenSupply: try tokenSupply()
        case .proposeMint: try proposeMint(request)
        case .submitSignature: try submitSignature(request)
        case .listProposals: listProposals()
        case .gossipProposals: try gossipProposals(request)
        }
    }
}
