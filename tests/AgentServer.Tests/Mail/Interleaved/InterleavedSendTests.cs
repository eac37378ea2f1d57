using System.Globalization;
using System.Text;
using TokenVaultAgent.Sandbox.FaultInjection;

namespace TokenVaultAgent.AgentServer.Tests.Mail.Interleaved;

/// <summary>
/// Mails whose calls are answered, carried out, lost, repeated and killed by chance: each goes out once or not at all, no copy of what was
/// sent is thrown away, and the agent is told what happened or that it is not known. <c>INTERLEAVED_MAILS</c> sets how many of each
/// provider; the seeds are fixed.
/// </summary>
public sealed class InterleavedSendTests
{
    private static readonly int Mails = int.Parse(Environment.GetEnvironmentVariable("INTERLEAVED_MAILS") ?? "50", CultureInfo.InvariantCulture);

    private static readonly int[] Statuses = [400, 401, 403, 404, 409, 412, 413, 429, 500, 502, 503, 504];

    /// <summary>A gateway that gave up, or asked twice and passed on what it was told of a draft that was sent by then.</summary>
    private static readonly int[] StatusesAfter = [404, 500, 502, 503, 504];

    private static readonly int[] StatusesRightAfter = [.. StatusesAfter, 400, 409];

    private static readonly int[] Pauses = [0, 2, 95, 300, 700, 4000];

    [Theory]
    [InlineData("google")]
    [InlineData("microsoft")]
    public async Task Each_mail_goes_out_once_or_not_at_all_and_the_agent_is_told_which(string account)
    {
        var told = new Dictionary<Told, int>();
        await using var post = await Post.OpenAsync(TestContext.Current.CancellationToken);
        for (var seed = 0; seed < Mails; seed++)
        {
            await post.SignInAsync(TestContext.Current.CancellationToken);
            foreach (var outcome in await SendAsync(post, account, seed))
                told[outcome] = told.GetValueOrDefault(outcome) + 1;
        }

        TestContext.Current.TestOutputHelper?.WriteLine(string.Join(", ", told.Select(t => $"{t.Key} {t.Value}")));
        // Every kind of answer was given: the chances are not too kind.
        Assert.Equal(Enum.GetValues<Told>(), told.Keys.Order());
    }

    private static async Task<List<Told>> SendAsync(Post post, string account, int seed)
    {
#pragma warning disable CA5394 // Repeatable, not secret.
        var chance = new Random(seed);
        var story = new StringBuilder($"{account} mail {seed}:");
        var subject = $"Mail {seed}";
        var outcomes = new List<Told>();
        var (sendLag, draftLag, sentItemsLag) = (Of(0, 0, 5, 40, 300), Of(0, 0, 3, 30, 200), Of(0, 0, 5, 60, 3600));
        post.Lag(sendLag, draftLag, sentItemsLag);
        story.Append(CultureInfo.InvariantCulture, $" lags {sendLag}, {draftLag}, {sentItemsLag};");
        for (var call = 0; call < 5 && !(outcomes.LastOrDefault() == Told.Sent && outcomes.Count > 0); call++)
        {
            Break();
            int? death = chance.Next(3) == 0 ? chance.Next(30) : null;
            story.Append(CultureInfo.InvariantCulture, $" call{(death is null ? "" : $" until step {death}")}");
            var calls = Enumerable.Range(0, chance.Next(6) == 0 ? 2 : 1).Select(_ => post.SendAsync(account, subject, new Mortal(death))).ToList();
            var answers = await Task.WhenAll(calls);
            outcomes.AddRange(answers);
            story.Append(CultureInfo.InvariantCulture, $" → {string.Join(" and ", answers)};");
            // What an agent may rely on that gives up here.
            if (answers is [Told.NothingSent] && chance.Next(2) == 0)
                break;
            Pause(Of(Pauses));
        }

        post.Faults.Clear();
        Pause(2 * 3600);
        var seen = post.Look(account, subject);
        Holds(seen.Arrived <= 1 && seen.Lost == 0);
        Holds(!outcomes.Contains(Told.Sent) || seen is { Arrived: 1, Kept: 1 });
        Holds(outcomes[^1] != Told.NothingSent || seen.Arrived == 0);

        // Nothing is in the way any more.
        Told last;
        var tries = 0;
        while ((last = await post.SendAsync(account, subject, new Mortal(null))) != Told.Sent)
        {
            story.Append(CultureInfo.InvariantCulture, $" at last → {last};");
            Holds(last == Told.Unknown && ++tries < 3);
            Pause(2 * 3600);
        }

        Pause(2 * 3600);
        seen = post.Look(account, subject);
        Holds(seen is { Arrived: 1, Kept: 1, Lost: 0 });
        return [.. outcomes, last];

        int Of(params ReadOnlySpan<int> values) => values[chance.Next(values.Length)];

        void Pause(int seconds)
        {
            post.Time.Jump(TimeSpan.FromSeconds(seconds));
            story.Append(CultureInfo.InvariantCulture, $" {seconds} s;");
        }

        void Break()
        {
            post.Faults.Clear();
            var isGoogle = account == "google";
            if (chance.Next(3) > 0)
                Strike("POST", isGoogle ? "^/gmail/v1/users/me/drafts/send" : "^/v1.0/me/messages/[^/]+/send", chance.Next(1, 3));
            if (chance.Next(5) == 0)
                Strike("POST", isGoogle ? "^/gmail/v1/users/me/drafts(\\?|$)" : "^/v1.0/me/messages(\\?|$)", 1);
            if (chance.Next(3) == 0)
                Strike("GET", isGoogle ? "^/gmail/v1/users/me/(messages|drafts)" : "^/v1.0/me/messages", chance.Next(1, 9));
            if (chance.Next(4) == 0)
                Strike("DELETE", isGoogle ? "^/gmail/v1/users/me/drafts" : "^/v1.0/me/messages", 1);
        }

        void Strike(string method, string path, int times)
        {
            FaultKind[] kinds = [FaultKind.Status, FaultKind.Status, FaultKind.StatusAfter, FaultKind.DropBefore, FaultKind.DropAfter, FaultKind.Garbage];
            // Graph's 202 has no body that could break off.
            var kind = kinds[chance.Next(account == "google" ? kinds.Length : kinds.Length - 1)];
            var status = Of(kind != FaultKind.StatusAfter ? Statuses : sendLag + draftLag > 0 ? StatusesAfter : StatusesRightAfter);
            story.Append(CultureInfo.InvariantCulture, $" [{method} {path[^12..]} {kind} {status} ×{times}]");
            post.Faults.Add(new FaultRule
            {
                Service = account == "google" ? "google" : "graph",
                Kind = kind,
                Method = method,
                Path = path,
                Status = status,
                Times = times,
            });
        }

        void Holds(bool condition) => Assert.True(condition, $"{story} seen {post.Look(account, subject)}");
#pragma warning restore CA5394
    }
}
