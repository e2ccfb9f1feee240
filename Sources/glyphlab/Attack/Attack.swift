import ArgumentParser

struct Attack: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "attack",
        abstract: "Attack the claims of the systems under test.",
        discussion: """
            Example: glyphlab attack run --profile both --html attacks.html
            """,
        subcommands: [
            AttackList.self, AttackRun.self, AttackShow.self, AttackMutate.self, AttackNew.self,
            AttackCheck.self, AttackFormat.self, AttackSteps.self, AttackJudge.self,
            AttackVerify.self, AttackMinimise.self, AttackScenario.self, AttackReplay.self,
        ])
}
