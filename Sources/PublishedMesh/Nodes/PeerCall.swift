internal import PythonValues

/// A call that was asked of a peer, which is to answer it.
struct AskedCall {
    let number: Int
    let kind: MeshEnvelope.Kind
    let peer: PeerID
}

/// A call that a peer made and waits for.
struct PeerCall {
    /// The use of the answer.
    enum Purpose {
        case job
        case operation(Int, step: Int)
        /// The answer to a ping that asks to be pinged back.
        case pingBack(AskedCall, PingRequest)
    }

    let peer: PeerID
    let call: MeshCall
    let purpose: Purpose
    let nonce: [UInt8]
    let deadline: PythonNumber
}

extension MeshCall {
    var kind: MeshEnvelope.Kind {
        switch self {
        case .ping: .ping
        case .store: .store
        case .find: .find
        }
    }
}
