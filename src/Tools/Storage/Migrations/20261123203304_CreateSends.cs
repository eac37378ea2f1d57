using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace TokenVaultAgent.Tools.Storage.Migrations
{
    /// <inheritdoc />
    public partial class CreateSends : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "Sends",
                columns: table => new
                {
                    Id = table.Column<Guid>(nullable: false),
                    Owner = table.Column<string>(nullable: false),
                    AccountId = table.Column<string>(nullable: false),
                    IdempotencyKey = table.Column<string>(nullable: false),
                    Digest = table.Column<string>(nullable: false),
                    InternetMessageId = table.Column<string>(nullable: false),
                    State = table.Column<string>(nullable: false),
                    DraftId = table.Column<string>(nullable: true),
                    SentId = table.Column<string>(nullable: true),
                    Lease = table.Column<Guid>(nullable: false),
                    LeaseUntil = table.Column<long>(nullable: false),
                    CreatedAt = table.Column<long>(nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Sends", x => x.Id);
                });

            migrationBuilder.CreateIndex(
                name: "IX_Sends_Owner_AccountId_IdempotencyKey",
                table: "Sends",
                columns: new[] { "Owner", "AccountId", "IdempotencyKey" },
                unique: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "Sends");
        }
    }
}
