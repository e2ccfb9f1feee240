internal import PythonWeb

/// The endpoints of a published node.
enum LearningEndpoint: Sendable {
    /// JSON-RPC.
    case call
    case status, balance, send, block, history, peers, trainingStatus, consciousness
    case walletAddress, walletBalance, networkInformation, startMining, stopMining
    case chat, models

    static let routes = RouteTable<LearningEndpoint>([
        .init("POST", "/", .call),
        .init("GET", "/api/v1/status", .status),
        .init("GET", "/api/v1/balance/{address}", .balance),
        .init("POST", "/api/v1/transaction", .send),
        .init("GET", "/api/v1/block/{block_identifier}", .block),
        .init("GET", "/api/v1/transactions/{address}", .history),
        .init("GET", "/api/v1/peers", .peers),
        .init("GET", "/api/v1/training/status", .trainingStatus),
        .init("GET", "/api/v1/consciousness/status", .consciousness),
        .init("POST", "/v1/chat/completions", .chat),
        .init("GET", "/v1/models", .models),
        .init("POST", "/api/v1/mining/start", .startMining),
        .init("POST", "/api/v1/mining/stop", .stopMining),
        .init("GET", "/api/v1/wallet/address", .walletAddress),
        .init("GET", "/api/v1/wallet/balance", .walletBalance),
        .init("GET", "/api/v1/network/info", .networkInformation),
    ])
}
