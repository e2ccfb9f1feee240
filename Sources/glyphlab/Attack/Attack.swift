import ArgumentParser
import Trials

struct Attack: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "attack",
        abstract: "Try the claims of the systems under test.",
        discussion: """
            Example: glyphlab attack run --profile both --html attacks.html
            """,
        subcommands: [
            AttackList.self, AttackRun.self, AttackShow.self, AttackMutate.self, AttackNew.self,
            AttackCheck.self, AttackFormat.self, AttackSteps.self,
        ])
}

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
