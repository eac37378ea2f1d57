using System.Text;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using TokenVaultAgent.Tools.Storage;

namespace TokenVaultAgent.AgentServer.Tests.Approvals;

/// <summary>What somebody reads who gets hold of the database.</summary>
internal static class StoredText
{
    public static string Storage(this IServiceProvider services)
    {
        using var context = services.GetRequiredService<IDbContextFactory<AgentDbContext>>().CreateDbContext();
        using var connection = (SqliteConnection)context.Database.GetDbConnection();
        connection.Open();
        var text = new StringBuilder();
        foreach (var table in new[] { "Approvals", "ConsentLinks", "Sends" })
        {
            using var command = connection.CreateCommand();
            command.CommandText = $"select * from {table}";
            using var reader = command.ExecuteReader();
            while (reader.Read())
                for (var i = 0; i < reader.FieldCount; i++)
                    text.Append(reader.GetValue(i)).Append('\n');
        }

        return text.ToString();
    }
}
