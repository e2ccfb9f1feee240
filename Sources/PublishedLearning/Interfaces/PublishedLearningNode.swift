internal import BigInt
package import PythonValues
internal import PythonWeb
package import Routing

/// A published node behind its faces: JSON-RPC, REST and the one that looks like OpenAI's. All are
/// open to everybody, for the node's wallet too.
///
/// Peers there are none: as published, no message of one is processed.
/// **Source:** the published code, node, api and network.
package final class PublishedLearningNode {
    package let id: PythonText
    /// The address of the node's wallet.
    package let address: PythonText
    package let isAuthority: Bool
    package let isTraining: Bool
    package let ledger: PublishedLedger
    package let engine: any ProofEngine
    let surroundings: any LearningSurroundings
    package internal(set) var isMining = true
    /// Whether the node was started, which its faces do not wait for.
    package var isRunning = false
    package var trainingEpoch = 0

    package init(
        id: PythonText, address: PythonText, isAuthority: Bool, isTraining: Bool,
        ledger: PublishedLedger, engine: any ProofEngine,
        surroundings: any LearningSurroundings
    ) {
        self.id = id
        self.address = address
        self.isAuthority = isAuthority
        self.isTraining = isTraining
        self.ledger = ledger
        self.engine = engine
        self.surroundings = surroundings
    }

    /// The answer to a request; it never fails.
    ///
    /// - Parameter now: seconds since 1970.
    package func answer(to request: WebRequest, now: PythonFloat) -> WebAnswer {
        switch LearningEndpoint.routes.match(request) {
        case .answer(let answer): return answer
        case .endpoint(let endpoint, let parameter):
            do {
                return try WebAnswer(
                    json: value(endpoint, parameter: parameter, body: request.body, now: now))
            } catch let failure as RequestFailure {
                return failure.answer
            } catch let error as SchemaError {
                return RequestFailure.schema(error).answer
            } catch {
                return .internalServerError
            }
        }
    }

    private func value(
        _ endpoint: LearningEndpoint, parameter: PythonText, body: [UInt8], now: PythonFloat
    ) throws -> PythonValue {
        switch endpoint {
        case .call: return try answerToCall(body: body, now: now)
        case .status: return try status(now: now)
        case .balance: return try balance(of: parameter)
        case .send: return try send(body: body)
        case .block: return try block(named: parameter)
        case .history:
            return .list(try ledger.history(of: .string(parameter)).map { try $0.object() })
        case .peers: return peers
        case .trainingStatus: return try trainingStatus(now: now)
        case .consciousness: return .object(["error": .text("Revolutionary AI not available")])
        case .walletAddress: return .object(["address": .string(address)])
        case .walletBalance: return .object(["balance": walletBalance])
        case .networkInformation: return try networkInformation()
        case .startMining:
            isMining = true
            return .object(["status": .text("Mining started")])
        case .stopMining:
            isMining = false
            return .object(["status": .text("Mining stopped")])
        case .chat: return try chat(body: body)
        case .models: return Self.models
        }
    }

    /// The balance that the wallet's file tells, which nothing ever changes.
    var walletBalance: PythonValue { .float(PythonFloat(0)) }
}
