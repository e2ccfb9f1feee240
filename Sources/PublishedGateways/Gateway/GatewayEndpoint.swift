internal import PythonWeb

/// The 26 endpoints of a published gateway.
enum GatewayEndpoint: Sendable {
    case register, addPeer, listPeers, quotePrice, setAddress, infer, listReceipts, listNodes
    case settle, gossip, signEpoch, epochStatus, pullReceipts
    case addValidator, removeValidator, recordQuality
    case tokenConfiguration, configureToken, previewMint, anchorMint, executeMint, tokenSupply
    case proposeMint, submitSignature, listProposals, gossipProposals

    static let routes = RouteTable<GatewayEndpoint>([
        .init("POST", "/register", .register), .init("POST", "/add_peer", .addPeer),
        .init("GET", "/peers", .listPeers), .init("POST", "/price/quote", .quotePrice),
        .init("POST", "/set_eth_address", .setAddress), .init("POST", "/inference", .infer),
        .init("GET", "/receipts", .listReceipts), .init("GET", "/nodes", .listNodes),
        .init("POST", "/epoch/settle", .settle), .init("POST", "/gossip/receipts", .gossip),
        .init("POST", "/epoch/sign", .signEpoch),
        .init("POST", "/validators/add", .addValidator),
        .init("POST", "/validators/remove", .removeValidator),
        .init("GET", "/epoch/status/{epoch_id}", .epochStatus),
        .init("GET", "/pull/receipts", .pullReceipts),
        .init("POST", "/validate/quality", .recordQuality),
        .init("GET", "/config/token", .tokenConfiguration),
        .init("POST", "/config/token", .configureToken),
        .init("POST", "/mint/preview", .previewMint), .init("POST", "/mint/anchor", .anchorMint),
        .init("POST", "/mint/execute", .executeMint), .init("GET", "/token/supply", .tokenSupply),
        .init("POST", "/mint/propose_psbt", .proposeMint),
        .init("POST", "/mint/submit_signature", .submitSignature),
        .init("GET", "/mint/proposals", .listProposals),
        .init("POST", "/gossip/mint_proposals", .gossipProposals),
    ])

    /// The parameter of the query that the framework makes of the body, as shipped; nil where it
    /// sees the class of the body.
    var hiddenParameter: String? {
        switch self {
        case .quotePrice, .signEpoch, .configureToken, .previewMint, .anchorMint, .executeMint:
            "req"
        case .addValidator, .removeValidator: "v"
        case .recordQuality: "rep"
        case .proposeMint: "prop"
        case .submitSignature: "sig"
        case .gossipProposals: "items"
        default: nil
        }
    }
}
