/// The common words that miners of the published chain make their prompts of.
public enum MiningWords {
    public static let all = [
        "time", "year", "people", "way", "day", "man", "thing", "woman", "life", "child", "world",
        "school", "state", "family", "student", "group", "country", "problem", "hand", "part",
        "place", "case", "week", "company", "system", "program", "question", "work", "government",
        "number", "night", "point", "home", "water", "room", "mother", "area", "money", "story",
        "fact", "month", "lot", "right", "study", "book", "eye", "job", "word", "business", "issue",
        "side", "kind", "head", "house", "service", "friend", "father", "power", "hour", "game",
        "line", "end", "member", "law", "car", "city", "name", "team", "minute", "idea", "body",
        "back", "parent", "face", "level", "office", "door", "health", "person", "art", "war",
        "history", "party", "result", "change", "morning", "reason", "girl", "moment", "air",
        "teacher", "force", "education", "foot", "boy", "age", "policy", "music", "market", "sense",
    ]
}
