using System.Text;
using System.Text.RegularExpressions;

namespace TokenVaultAgent.Evals.Suites;

/// <summary>
/// What AgentDojo's task classes say in words: <c>PROMPT</c> and <c>GOAL</c>, string literals with constants of the same class in braces.
/// Nothing of the Python is run.
/// </summary>
internal static partial class PythonTasks
{
    /// <summary>By the class's name; a later version of a task replaces an earlier one.</summary>
    /// <param name="attribute"><c>PROMPT</c> or <c>GOAL</c>.</param>
    public static Dictionary<string, string> Read(IEnumerable<string> sources, string attribute)
    {
        var tasks = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var source in sources)
        {
            foreach (Match task in Class().Matches(source))
            {
                var values = Assignment().Matches(task.Groups["body"].Value).ToDictionary(a => a.Groups["name"].Value, a => Strings(a.Groups["value"].Value), StringComparer.Ordinal);
                if (values.TryGetValue(attribute, out var words))
                    tasks[task.Groups["name"].Value] = string.Concat(words.Select(word => Constant().Replace(word, c => string.Join(", ", values[c.Groups["name"].Value]))));
            }

            foreach (Match both in Combined().Matches(source))
                if (tasks.TryGetValue(ClassOf(both.Groups["first"].Value), out var first) && tasks.TryGetValue(ClassOf(both.Groups["second"].Value), out var second))
                    tasks[both.Groups["name"].Value] = $"Do the following, one after the other. 1. {first} 2. {second}";
        }

        return tasks;
    }

    /// <summary><c>user_task_1</c> is <c>UserTask1</c>.</summary>
    public static string ClassOf(string id) => string.Concat(id.Split('_').Select(word => char.ToUpperInvariant(word[0]) + word[1..]));

    private static List<string> Strings(string expression) => [.. Literal().Matches(expression).Select(literal => Unescape(literal.Groups["text"].Value))];

    private static string Unescape(string text)
    {
        var plain = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length; i++)
            plain.Append(text[i] != '\\' || i + 1 == text.Length ? text[i] : text[++i] == 'n' ? '\n' : text[i]);
        return plain.ToString();
    }

    [GeneratedRegex(@"^class (?<name>(User|Injection)Task\d+)\(.*\n(?<body>((    .*|[ \t]*)\n?)*)", RegexOptions.Multiline)]
    private static partial Regex Class();

    /// <summary>Up to the next line of the class that is indented no further, a closing bracket aside.</summary>
    [GeneratedRegex(@"^    (?<name>[A-Z_][A-Z0-9_]*)(: [^=\n]+)? = (?<value>.*(\n        .*|\n    [\)\]].*)*)", RegexOptions.Multiline)]
    private static partial Regex Assignment();

    [GeneratedRegex(@"f?""(?<text>(\\.|[^""\\])*)""")]
    private static partial Regex Literal();

    [GeneratedRegex(@"\{(', '\.join\()?(?<name>[A-Z_][A-Z0-9_]*)\)?\}")]
    private static partial Regex Constant();

    [GeneratedRegex("""create_combined_task\(\s*"(?<name>\w+)",\s*task_suite\.user_tasks\["(?<first>\w+)"\],\s*task_suite\.user_tasks\["(?<second>\w+)"\]""")]
    private static partial Regex Combined();
}
