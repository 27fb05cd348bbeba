// Several posts over one connection.
// npx tsx reused.ts [base URL] [posts=1-6]

import { once } from "node:events";
import http, { type Agent, type IncomingMessage } from "node:http";
import https from "node:https";
import { json } from "node:stream/consumers";

async function reused(ids: number[]): Promise<Post[]> {
  const posts: Post[] = [];
  const agent = new web.Agent({ keepAlive: true });
  for (const id of ids) {
    posts.push(await get<Post>(`/posts/${id}`, agent));
  }
  agent.destroy();
  return posts;
}

type Post = { id: number; userId: number; title: string; body: string };

// fetch chooses its connections by itself; here an agent owns them.
async function get<T>(path: string, agent: Agent): Promise<T> {
  const call = web.get(base + path, { agent });
  const [response]: IncomingMessage[] = await once(call, "response");
  const body = await json(response);
  if (response.statusCode !== 200) throw new Error(`Status code: ${response.statusCode}`);
  return body as T;
}

/** 1-3,7 as [1, 2, 3, 7] */
function numbers(text: string): number[] {
  return text.split(",").flatMap((piece) => {
    const [first, last = first] = piece.split("-").map(Number);
    return Array.from({ length: last - first + 1 }, (_, place) => first + place);
  });
}

const [base = "https://jsonplaceholder.typicode.com", ...pairs] = process.argv.slice(2);
const param = (key: string, otherwise: string) =>
  pairs.find((pair) => pair.startsWith(`${key}=`))?.slice(key.length + 1) ?? otherwise;
const web = base.startsWith("https:") ? https : http;

reused(numbers(param("posts", "1-6"))).then(
  (answer) => console.log(JSON.stringify(answer)),
  (error: Error) => {
    console.log(JSON.stringify({ error: error.message }));
    process.exitCode = 1;
  },
);
