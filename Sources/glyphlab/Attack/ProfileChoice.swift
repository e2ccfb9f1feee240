import ArgumentParser
import Trials

/// The rules under which scenarios run: one profile or both.
enum ProfileChoice: String, ExpressibleByArgument, CaseIterable {
    case published, hardened, both

    var profiles: [Profile] {
        switch self {
        case .published: [.published]
        case .hardened: [.hardened]
        case .both: [.published, .hardened]
        }
    }
}
