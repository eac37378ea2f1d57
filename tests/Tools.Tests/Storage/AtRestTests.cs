using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging.Testing;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using TokenVaultAgent.Tools.Links;
using TokenVaultAgent.Tools.Mail.Sending;
using TokenVaultAgent.Tools.Safety;
using TokenVaultAgent.Tools.Sessions;
using TokenVaultAgent.Tools.Storage;

namespace TokenVaultAgent.Tools.Tests.Storage;

/// <summary>What lies in the database: who may read it, what its keys are protected by, and for how long it stays.</summary>
public sealed class AtRestTests : IDisposable
{
    private const UnixFileMode OwnersAlone = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private readonly Stores _stores = new();
    private readonly string _folder = Directory.CreateTempSubdirectory("token-vault-agent-tests-").FullName;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _stores.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task A_database_file_is_its_owners_alone_from_its_creation()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has access lists.");
        var settings = await _stores.FreshAsync(Stores.Sqlite);
        await using var replica = await Replica.StartAsync(settings, Cancelled);
        // Held open: tests beside this one empty the pool of connections, and the log goes with the last.
        await using var held = new SqliteConnection(settings["Storage:ConnectionString"]);
        await held.OpenAsync(Cancelled);
        replica.Protector("test").Protect([1]);
        await using var read = new SqliteCommand("SELECT count(*) FROM DataProtectionKeys", held);
        await read.ExecuteScalarAsync(Cancelled);

        var path = new SqliteConnectionStringBuilder(settings["Storage:ConnectionString"]).DataSource;
        var files = Directory.GetFiles(Path.GetDirectoryName(path)!, Path.GetFileName(path) + "*");

        Assert.Contains(files, file => file.EndsWith("-wal", StringComparison.Ordinal));
        Assert.All(files, file => Assert.Equal(OwnersAlone, Mode(file)));
    }

    [Theory]
    [InlineData(UnixFileMode.GroupRead, 1)]
    [InlineData(UnixFileMode.OtherRead, 1)]
    [InlineData(UnixFileMode.None, 0)]
    public void An_existing_file_that_others_may_read_is_warned_of(UnixFileMode more, int warnings)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has access lists.");
        var path = Path.Combine(_folder, "old.db");
        File.WriteAllBytes(path, []);
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(path, OwnersAlone | more);
        var log = new FakeLogger();

        SqliteFile.Protect($"Data Source={path}", log);

        Assert.Equal(warnings, log.Collector.GetSnapshot().Count(entry => entry.Id.Id == 602 && entry.Message.Contains(path, StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Keys_are_encrypted_by_the_certificate_and_any_that_is_named_opens_them()
    {
        var settings = await _stores.FreshAsync(Stores.Sqlite);
        var (first, second) = (NewCertificate("first"), NewCertificate("second"));
        byte[] text;
        await using (var replica = await Replica.StartAsync(With(settings, first), Cancelled))
        {
            text = replica.Protector("test").Protect([42]);
            Assert.All(await KeysAsync(replica), xml => Assert.Contains("EncryptedKey", xml, StringComparison.Ordinal));
        }

        await using (var renewed = await Replica.StartAsync(With(settings, second, first), Cancelled))
            Assert.Equal([42], renewed.Protector("test").Unprotect(text));
        await using var other = await Replica.StartAsync(With(settings, second), Cancelled);
        Assert.Throws<CryptographicException>(() => other.Protector("test").Unprotect(text));
    }

    [Theory]
    [InlineData(null, null)]
    [InlineData("missing.p12", null)]
    [InlineData("first.p12", "wrong")]
    [InlineData("no.p12", null)]
    public void A_certificate_that_cannot_be_read_stops_the_start_and_is_named(string? file, string? password)
    {
        NewCertificate("first");
        File.WriteAllText(Path.Combine(_folder, "no.p12"), "no certificate");
        var options = new StorageOptions { KeyCertificates = { new KeyCertificate { File = file is null ? null : Path.Combine(_folder, file), Password = password } } };

        var result = new StorageOptionsValidator().Validate(null, options);

        Assert.StartsWith("Storage:KeyCertificates:0:File ", Assert.Single(result.Failures!), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Stores.Sqlite)]
    [InlineData(Stores.Postgres)]
    public async Task What_nobody_needs_any_more_is_swept_whoever_it_was_of(string store)
    {
        await using var replica = await Replica.StartAsync(await _stores.FreshAsync(store), Cancelled);
        var contexts = replica.Service<IDbContextFactory<AgentDbContext>>();
        var clock = new FakeTimeProvider(DateTimeOffset.UnixEpoch.AddYears(56));
        await using (var context = await contexts.CreateDbContextAsync(Cancelled))
        {
            Add(context, "fresh", clock.GetUtcNow().AddMinutes(10));
            Add(context, "reported-yesterday", clock.GetUtcNow().AddDays(-1));
            Add(context, "gone", clock.GetUtcNow().AddDays(-3));
            context.Add(Send("fresh", clock.GetUtcNow().AddDays(-29), clock.GetUtcNow().AddDays(-29)));
            context.Add(Send("gone", clock.GetUtcNow().AddDays(-31), clock.GetUtcNow().AddDays(-31)));
            context.Add(Send("at-work", clock.GetUtcNow().AddDays(-31), clock.GetUtcNow().AddMinutes(1)));
            context.Add(new EndedSession { Id = "fresh", ExpiresAt = clock.GetUtcNow().AddHours(1).ToUnixTimeMilliseconds() });
            context.Add(new EndedSession { Id = "gone", ExpiresAt = clock.GetUtcNow().AddHours(-1).ToUnixTimeMilliseconds() });
            await context.SaveChangesAsync(Cancelled);
        }

        using var sweep = new RecordsSweep(
            contexts,
            [new EndedSessions(contexts), new ExpiredLinks(Options.Create(new DecisionOptions())), new ExpiredApprovals(), new ExpiredSends(Options.Create(new StorageOptions()))],
            clock, new FakeLogger<RecordsSweep>());
        var swept = await sweep.SweepAsync(Cancelled);

        await using var left = await contexts.CreateDbContextAsync(Cancelled);
        Assert.Equal(4, swept);
        Assert.Equal(["fresh", "reported-yesterday"], await left.Set<DecisionLink>().Select(l => l.Id).Order().ToListAsync(Cancelled));
        Assert.Equal(["fresh", "reported-yesterday"], await left.Set<Approval>().Select(a => a.Id).Order().ToListAsync(Cancelled));
        Assert.Equal(["at-work", "fresh"], await left.Set<SendRecord>().Select(s => s.IdempotencyKey).Order().ToListAsync(Cancelled));
        Assert.Equal(["fresh"], await left.Set<EndedSession>().Select(s => s.Id).ToListAsync(Cancelled));
    }

    private static void Add(AgentDbContext context, string id, DateTimeOffset expires)
    {
        context.Add(new DecisionLink { Id = id, Owner = id, ExpiresAt = expires.ToUnixTimeMilliseconds() });
        context.Add(new Approval { Id = id, Owner = id, Tool = "t", AccountId = "a", Digest = "d", Summary = "s" });
    }

    private static SendRecord Send(string key, DateTimeOffset created, DateTimeOffset leaseUntil) => new()
    {
        Id = Guid.NewGuid(),
        Owner = key,
        AccountId = "a",
        IdempotencyKey = key,
        Digest = "d",
        InternetMessageId = "m",
        CreatedAt = created.ToUnixTimeMilliseconds(),
        LeaseUntil = leaseUntil.ToUnixTimeMilliseconds(),
    };

    private static UnixFileMode Mode(string file) => OperatingSystem.IsWindows() ? OwnersAlone : File.GetUnixFileMode(file);

    private static async Task<List<string?>> KeysAsync(Replica replica)
    {
        await using var context = await replica.Service<IDbContextFactory<AgentDbContext>>().CreateDbContextAsync(Cancelled);
        var keys = await context.DataProtectionKeys.Select(key => key.Xml).ToListAsync(Cancelled);
        Assert.NotEmpty(keys);
        return keys;
    }

    private static Dictionary<string, string?> With(Dictionary<string, string?> settings, params string[] certificates)
    {
        var all = new Dictionary<string, string?>(settings);
        for (var i = 0; i < certificates.Length; i++)
            (all[$"Storage:KeyCertificates:{i}:File"], all[$"Storage:KeyCertificates:{i}:Password"]) = (certificates[i], "pass");
        return all;
    }

    private string NewCertificate(string name)
    {
        var path = Path.Combine(_folder, name + ".p12");
        using var key = RSA.Create(2048);
        using var certificate = new CertificateRequest("CN=" + name, key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)
            .CreateSelfSigned(DateTimeOffset.UnixEpoch.AddYears(50), DateTimeOffset.UnixEpoch.AddYears(90));
        File.WriteAllBytes(path, certificate.Export(X509ContentType.Pkcs12, "pass"));
        return path;
    }
}
