import GlyphChainTrials
import Scenarios
import Submissions
import Trials

/// The systems that scripts can attack.
enum ScriptSystems {
    static func all(model: TrialModel) -> [any ScriptedTrials] {
        Systems.all(model: model).compactMap { $0 as? any ScriptedTrials }
    }

    static let listed = Systems.listed.compactMap { $0 as? any ScriptedTrials }
}
